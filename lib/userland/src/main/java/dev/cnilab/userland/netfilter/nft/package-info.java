/** {@code nft}: its language and its listing of a ruleset (nft(8), nftables 1.0.6). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft;
