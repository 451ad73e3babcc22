/** The statements of nftables rules: what is done with a packet once its rule matches. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables.statement;
