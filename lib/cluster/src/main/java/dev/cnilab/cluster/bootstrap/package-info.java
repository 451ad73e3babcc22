/**
 * The cluster as {@code kubeadm init} and {@code kubeadm join} of Kubernetes 1.37 leave it: the
 * objects in the API and the files on each node. Its resources were taken from such a cluster.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.bootstrap;
