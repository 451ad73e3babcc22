/** The grammar of nft scripts: tables, sets, chains, rules, and commands for them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.parser;
