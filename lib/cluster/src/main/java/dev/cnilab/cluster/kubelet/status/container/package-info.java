/**
 * The status of each container as the API writes it: its current state, its last one, and its user.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.status.container;
