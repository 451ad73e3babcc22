/** A node: a machine on the cluster's LAN with containerd and a kubelet as its services. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.node;
