/** CertificateSigningRequests: what was approved is signed. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.certificate;
