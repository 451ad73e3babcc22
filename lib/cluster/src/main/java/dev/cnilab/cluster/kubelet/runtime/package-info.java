/**
 * Brings sandboxes and containers to what a pod wants, through the runtime of the node: what to
 * start and what to kill, and the doing of it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.runtime;
