/** What is put into volumes that are filled from the API, and how it is put there. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.volume.content;
