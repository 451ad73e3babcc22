/**
 * containerd 2.4.2 as a service of a machine: the runtime a kubelet talks to, in containerd's words
 * and with containerd's log. The entry point is {@link dev.cnilab.cluster.containerd.Containerd}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd;
