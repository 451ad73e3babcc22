/** The content of volumes that are filled from the API, and how it is written. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.volume.content;
