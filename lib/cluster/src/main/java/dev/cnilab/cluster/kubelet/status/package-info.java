/**
 * What a kubelet reports about its pods: phase, conditions and the state of each container,
 * computed from the specification, the runtime and the previous status; and how it is sent.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.status;
