/**
 * The volumes of pods: directories of the node that are created or filled for a pod and then
 * mounted into its containers.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.volume;
