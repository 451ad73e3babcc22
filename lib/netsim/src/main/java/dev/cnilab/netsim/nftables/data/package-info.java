/** The values that nftables rules compare, their types, and sets and maps of them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables.data;
