/** The routing tables in /proc/net, as Linux keeps them (net/ipv4/fib_trie.c). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel.network.route;
