/**
 * Keys and certificates (X.509, RFC 5280): authorities, what they issue and for whom, and how a
 * certificate is checked.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.tls;
