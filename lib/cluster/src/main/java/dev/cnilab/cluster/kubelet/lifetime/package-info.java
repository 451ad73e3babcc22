/** What ends when a kubelet is stopped, and the delays with which it tries again. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.lifetime;
