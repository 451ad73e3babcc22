/**
 * A kubelet 1.37: it runs the pods that are bound to its node, as a client of the API server and of
 * the node's container runtime, and shares nothing else with the control plane. The entry point is
 * {@link dev.cnilab.cluster.kubelet.KubeletProgram}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet;
