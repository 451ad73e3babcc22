/** What an nft script says: tables, sets, chains, rules, and commands about them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.parser;
