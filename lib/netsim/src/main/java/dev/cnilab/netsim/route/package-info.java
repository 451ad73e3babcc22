/** Routing tables: longest prefix first, then the lowest metric, as in net/ipv4/fib_trie.c. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.route;
