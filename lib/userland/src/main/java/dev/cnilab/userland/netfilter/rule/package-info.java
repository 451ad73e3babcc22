/** A rule of iptables, parsed from a command line. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule;
