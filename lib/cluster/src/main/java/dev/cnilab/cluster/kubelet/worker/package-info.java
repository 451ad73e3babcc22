/**
 * One worker a pod: it brings the pod's containers to what is wanted, one step after the other, and
 * comes back later if that failed.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.worker;
