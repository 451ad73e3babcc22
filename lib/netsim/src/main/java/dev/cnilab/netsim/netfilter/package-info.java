/**
 * The five hooks where packets may be filtered and rewritten, and the functions registered there.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.netfilter;
