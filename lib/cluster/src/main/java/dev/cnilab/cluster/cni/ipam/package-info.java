/**
 * Allocates containers' addresses from ranges and keeps them as files: the plugin {@code
 * host-local}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.ipam;
