/** Starts and ends containers, and says what the runtime is told of them and of their sandboxes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.container;
