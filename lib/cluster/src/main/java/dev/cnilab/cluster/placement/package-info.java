/**
 * Which pod may run on which node: taints and tolerations, node affinity, requests and ports, read
 * from pods and nodes in the same way for the scheduler, the controllers and the kubelet.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.placement;
