/**
 * The semantics of NetworkPolicies: which pods a policy isolates in which direction, and what its
 * rules allow. Every plugin that enforces policies compiles this into its own kind of rules.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.policy;
