/**
 * What a kubelet reports of its pods: phase, conditions and the state of each container, computed
 * from the specification, what the runtime has, and what was reported before; and the sending of
 * it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.status;
