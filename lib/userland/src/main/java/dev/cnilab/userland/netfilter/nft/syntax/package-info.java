/** The words of an nft script, and the values among them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.nft.syntax;
