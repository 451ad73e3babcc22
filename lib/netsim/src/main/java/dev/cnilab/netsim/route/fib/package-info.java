/**
 * The forwarding information base of a namespace (net/ipv4/fib_trie.c, fib_rules.c): its routing
 * tables, longest prefix first, then the lowest metric, and the rules that select a table.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.route.fib;
