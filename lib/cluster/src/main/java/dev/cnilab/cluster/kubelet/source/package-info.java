/** Pods from manifest files, and their mirrors in the API. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.source;
