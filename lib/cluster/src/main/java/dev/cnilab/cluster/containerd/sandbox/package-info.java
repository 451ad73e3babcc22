/** The life of pod sandboxes: a network namespace that outlives the pod's containers. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.sandbox;
