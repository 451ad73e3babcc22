/**
 * Brings sandboxes and containers in line with a pod's specification, through the runtime of the
 * node: decides what to start and what to kill, and does it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.runtime;
