/**
 * Sets of addresses and ports that rules ask about, as ipset(8) manages them: a rule names a set,
 * and what is in the set may change without a change of the rule.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.ipset;
