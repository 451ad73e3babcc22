/** What {@code nft list} prints, of tables made with nft and of iptables' own. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.listing;
