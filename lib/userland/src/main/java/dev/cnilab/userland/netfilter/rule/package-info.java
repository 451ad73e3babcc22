/** A rule of iptables, read from the words of a command line. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule;
