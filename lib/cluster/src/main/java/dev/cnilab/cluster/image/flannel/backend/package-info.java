/**
 * The backends of flannel, {@code pkg/backend}: how the pods of other nodes are reached, and the
 * leases through which nodes tell each other.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.flannel.backend;
