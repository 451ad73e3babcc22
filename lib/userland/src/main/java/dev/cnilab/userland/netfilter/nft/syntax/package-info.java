/** The lexical level of nft scripts: words and values. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.syntax;
