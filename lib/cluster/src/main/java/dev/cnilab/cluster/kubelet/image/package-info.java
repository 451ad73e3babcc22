/** Makes sure that a container's image is on the node before the container is created. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.image;
