/**
 * The backends of flannel, {@code pkg/backend}: ways to the pods of other nodes, and the leases in
 * which nodes tell each other what leads to them.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.flannel.backend;
