/**
 * What iptables rules look at: a packet with its ports and its mark, the hook it passes, and its
 * namespace.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.iptables.subject;
