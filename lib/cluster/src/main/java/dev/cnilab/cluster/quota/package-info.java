/**
 * How much of what a namespace's objects take, and which of a ResourceQuota's limits count for
 * them; after {@code pkg/quota/v1}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.quota;
