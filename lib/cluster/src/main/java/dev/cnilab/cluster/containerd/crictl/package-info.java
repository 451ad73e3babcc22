/** The command {@code crictl}, which shows a node's sandboxes, containers and images. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.crictl;
