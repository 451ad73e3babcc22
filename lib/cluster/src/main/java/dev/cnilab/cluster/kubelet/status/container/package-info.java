/**
 * The status of each container as the API writes it: its state now, its last one, who it runs as.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.status.container;
