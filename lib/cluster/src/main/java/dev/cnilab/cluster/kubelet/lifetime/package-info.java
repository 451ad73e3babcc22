/** What ends when a kubelet is stopped, and its back-off delays. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.lifetime;
