package dev.cnilab.cluster.apiserver.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Reads and writes text in PEM format (RFC 7468). */
public final class PemText {
  private PemText() {}

  /** The first certificate in a text; empty if none can be parsed. */
  public static Optional<X509Certificate> certificate(String text) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }

  /** A block of that label, such as {@code CERTIFICATE REQUEST}. */
  public static String block(String label, byte[] encoded) {
    return Authority.pem(label, encoded);
  }
}
