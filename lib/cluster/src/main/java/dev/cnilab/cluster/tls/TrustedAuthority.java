package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;

/**
 * An authority of which only the certificate is known: certificates that it has signed are trusted.
 */
public record TrustedAuthority(X509Certificate certificate) {
  /**
   * Reads its certificate.
   *
   * @throws IOException in Go's words if it is invalid
   */
  public static TrustedAuthority of(String pem) throws IOException {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IOException("data does not contain any valid RSA or ECDSA certificates");
    }
    try {
      return new TrustedAuthority(certificate(pem));
    } catch (CertificateException malformed) {
      throw new IOException("x509: malformed certificate", malformed);
    }
  }

  /** All certificates in a PEM text that can be parsed; what stands around them is skipped. */
  public static List<TrustedAuthority> allOf(String pem) {
    return PemText.blocks("CERTIFICATE", pem).stream()
        .flatMap(block -> PemText.certificate(block).stream())
        .map(TrustedAuthority::new)
        .toList();
  }

  boolean hasSigned(X509Certificate shown) {
    try {
      shown.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  /**
   * The subject of the first certificate in a PEM text; empty unless it is valid and signed by this
   * authority.
   */
  public Optional<Subject> verify(String pem, Instant now) {
    try {
      X509Certificate shown = certificate(pem);
      shown.checkValidity(Date.from(now));
      shown.verify(certificate.getPublicKey());
      return Optional.of(Authority.subject(shown));
    } catch (GeneralSecurityException | InvalidNameException refused) {
      return Optional.empty();
    }
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
