package dev.cnilab.userland.net.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The certificate authorities that a client trusts, with OpenSSL's messages for others. */
public final class Roots {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final List<X509Certificate> authorities;

  private Roots(List<X509Certificate> authorities) {
    this.authorities = authorities;
  }

  /** No authorities. */
  public static Roots none() {
    return new Roots(List.of());
  }

  /**
   * The authorities in a PEM file.
   *
   * @throws CertificateException if it contains none, or a malformed one
   */
  public static Roots of(String pem) throws CertificateException {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new CertificateException("no certificate");
    }
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    return new Roots(all.stream().map(X509Certificate.class::cast).toList());
  }

  /**
   * Why a server's certificate is invalid; verify(1ssl), "DIAGNOSTICS". Empty if it is valid at
   * that time.
   */
  public Optional<String> objection(X509Certificate shown, Instant now) {
    Optional<X509Certificate> issuer =
        authorities.stream().filter(each -> hasSigned(each, shown)).findFirst();
    if (issuer.isEmpty()) {
      return Optional.of(
          hasSigned(shown, shown)
              ? "self-signed certificate"
              : "unable to get local issuer certificate");
    }
    return List.of(issuer.get(), shown).stream()
        .flatMap(
            each ->
                now.isAfter(each.getNotAfter().toInstant())
                    ? Optional.of("certificate has expired").stream()
                    : now.isBefore(each.getNotBefore().toInstant())
                        ? Optional.of("certificate is not yet valid").stream()
                        : Optional.<String>empty().stream())
        .findFirst();
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate shown) {
    if (!issuer.getSubjectX500Principal().equals(shown.getIssuerX500Principal())) {
      return false;
    }
    try {
      shown.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  /**
   * Whether a certificate is valid for a host, by name or address; RFC 6125 with a wildcard in the
   * first label.
   */
  public static boolean isFor(X509Certificate shown, String host) {
    try {
      Collection<List<?>> names = shown.getSubjectAlternativeNames();
      return names != null
          && names.stream().anyMatch(each -> matches((Integer) each.get(0), each.get(1), host));
    } catch (CertificateParsingException malformed) {
      return false;
    }
  }

  private static boolean matches(int kind, Object name, String host) {
    String pattern = name.toString();
    return switch (kind) {
      case IP_ADDRESS -> pattern.equals(host);
      case DNS_NAME ->
          pattern.equalsIgnoreCase(host)
              || (pattern.startsWith("*.")
                  && host.contains(".")
                  && pattern.substring(1).equalsIgnoreCase(host.substring(host.indexOf('.'))));
      default -> false;
    };
  }
}
