/**
 * The command {@code nft}: it runs scripts, and lists tables, those of iptables in nft's syntax
 * among them (nft(8)).
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft;
