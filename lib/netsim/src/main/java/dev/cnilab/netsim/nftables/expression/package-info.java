/** The parts of nftables rules: what is read from a packet, and what is done with it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables.expression;
