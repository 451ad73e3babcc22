/** A Linux network in memory, entered from {@link dev.cnilab.netsim.Network}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim;
