/**
 * CertificateSigningRequests: those of kubelets are approved, approved ones signed, old ones
 * deleted.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.certificate;
