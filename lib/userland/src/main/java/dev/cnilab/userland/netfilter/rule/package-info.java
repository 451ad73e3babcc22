/** The words and values of a rule in the command line of {@code iptables}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule;
