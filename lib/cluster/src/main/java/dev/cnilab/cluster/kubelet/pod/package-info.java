/**
 * What a kubelet knows of a pod: its specification from the API server or a manifest, and its state
 * in the runtime.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.pod;
