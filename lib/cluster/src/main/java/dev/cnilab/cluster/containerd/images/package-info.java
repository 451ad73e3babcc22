/** Images on a node: references to them, pulling them with its errors, and what is present. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.images;
