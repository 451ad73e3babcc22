/**
 * nftables (net/netfilter/nf_tables_*.c): tables of chains, rules, sets and maps, and their
 * registration at the hooks of a namespace, beside those of iptables.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.nftables;
