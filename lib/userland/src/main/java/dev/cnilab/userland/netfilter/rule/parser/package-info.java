/** From the words of an iptables rule to the rule. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule.parser;
