/**
 * The Container Runtime Interface: what a kubelet asks of the runtime of its node, as services of
 * Kubernetes' {@code runtime.v1} protocol. The kubelet knows nothing else of containerd.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cri;
