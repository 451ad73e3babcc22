/**
 * The ruling of NetworkPolicies on a connection, whether or not they are enforced.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network
 *     Policies</a>
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.policy;
