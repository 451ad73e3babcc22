/** Images on a node: references, pulling with its errors, and the images that are present. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.images;
