/**
 * containerd 2.1.9 as a service of a machine: the runtime a kubelet talks to, in containerd's words
 * and with containerd's log. Entered from {@link dev.cnilab.cluster.containerd.Containerd}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd;
