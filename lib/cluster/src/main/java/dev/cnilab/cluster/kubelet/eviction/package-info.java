/** Ends pods that take more of a node's memory or disk than there is, or than they may. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.eviction;
