/** The output of {@code nft list}, for tables of nft and of iptables. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.listing;
