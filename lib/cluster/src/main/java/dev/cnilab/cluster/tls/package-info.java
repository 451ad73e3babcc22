/**
 * Keys and certificates (X.509, RFC 5280): authorities, what they issue and for whom, how a
 * certificate is checked, and the kubeconfig that trusts an authority.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.tls;
