/** A Linux network in memory; the entry point is {@link dev.cnilab.netsim.Network}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim;
