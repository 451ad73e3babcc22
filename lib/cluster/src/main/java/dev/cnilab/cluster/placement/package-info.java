/**
 * Which pod may run on which node: taints and tolerations, node affinity, requests and ports, read
 * from pods and nodes as the scheduler, the controllers and the kubelet all read them.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.placement;
