/** Evicts pods when a node's memory or disk is low, or when they exceed their own limits. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.eviction;
