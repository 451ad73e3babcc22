/**
 * Sets of addresses and ports that rules match against, as ipset(8) manages them: a rule names a
 * set, whose entries may change without changing the rule.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.ipset;
