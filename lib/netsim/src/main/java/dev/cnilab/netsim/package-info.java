/** A Linux network in memory. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim;
