/**
 * What NetworkPolicies mean: which pods a policy isolates in which direction, and what its rules
 * allow. Every plugin that enforces policies compiles this meaning into rules of its own kind.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.policy;
