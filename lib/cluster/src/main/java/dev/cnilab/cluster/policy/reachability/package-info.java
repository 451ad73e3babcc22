/** What NetworkPolicies allow between two parties, derived from the policies alone. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.policy.reachability;
