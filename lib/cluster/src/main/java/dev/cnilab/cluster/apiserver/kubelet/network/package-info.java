/** Connections from the API server to kubelets, over the simulated network. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.kubelet.network;
