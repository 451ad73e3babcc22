/**
 * What agents have in common in handling a node's iptables ({@code pkg/util/iptables}) and its
 * sets.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.iptables;
