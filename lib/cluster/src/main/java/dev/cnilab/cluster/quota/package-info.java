/**
 * How much a namespace's objects use, and which limits of a ResourceQuota apply to them; after
 * {@code pkg/quota/v1}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.quota;
