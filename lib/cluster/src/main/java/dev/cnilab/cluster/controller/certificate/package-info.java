/** CertificateSigningRequests: approved requests are signed. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.certificate;
