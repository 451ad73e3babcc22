/**
 * What NetworkPolicies say about a connection, whether or not anybody enforces them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network
 *     Policies</a>
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.policy;
