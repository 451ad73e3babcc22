/**
 * The commands that list and change the rules of a network namespace: iptables 1.8 (nf_tables) and
 * nft.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter;
