/** Pods from manifest files, and what the API server shows of them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.source;
