/**
 * A rule of iptables in words: read from a command line, and printed as {@code iptables-save} and
 * {@code -L} do.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule;
