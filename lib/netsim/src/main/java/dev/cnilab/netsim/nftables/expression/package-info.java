/** What rules of nftables consist of: what is read of a packet, and what is done with it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables.expression;
