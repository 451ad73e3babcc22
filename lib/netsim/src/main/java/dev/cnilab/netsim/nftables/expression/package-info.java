/** What nftables rules read from a packet, its connection or its namespace, and compare. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables.expression;
