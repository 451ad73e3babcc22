/**
 * Connection tracking and address translation of one namespace (net/netfilter/nf_conntrack_*.c,
 * nf_nat_*.c): which packets belong together, in which state their connection is, and what its
 * addresses are rewritten to.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.conntrack;
