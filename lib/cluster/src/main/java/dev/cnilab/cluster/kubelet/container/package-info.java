/**
 * Starts and ends containers, and makes the runtime's configuration of them and of their sandboxes.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.container;
