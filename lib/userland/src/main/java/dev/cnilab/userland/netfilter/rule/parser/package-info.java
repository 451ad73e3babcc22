/** Parses the command line of a rule. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.netfilter.rule.parser;
