/** Addresses for containers from ranges, kept as files: the plugin {@code host-local}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.ipam;
