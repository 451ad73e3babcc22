/** A kubelet's own node in the API: its registration, its status and its lease. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.node;
