/** Figures of the simulated network: how fast it is, and how small. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.benchmark;
