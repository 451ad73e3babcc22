/**
 * One worker for each pod: it brings the pod's containers in line with the specification, one step
 * after the other, and retries later if that failed.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.worker;
