/**
 * What a kubelet knows of a pod: its specification as the API server or a manifest gave it, and
 * what the runtime has of it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.pod;
