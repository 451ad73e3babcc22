package dev.cnilab.cluster.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The certificate that a server has shown. */
public record ShownCertificate(X509Certificate certificate) {

  /**
   * Why a client rejects it, in the words of Go's {@code crypto/x509}; empty if it accepts it.
   *
   * @param authorities that the client trusts, in PEM; it trusts none if the text has none
   * @param host the name that the client has used for the server
   * @param now the client's time
   */
  public Optional<String> objection(String authorities, String host, Instant now) {
    return objection(host, now, () -> isSignedByOneOf(authorities));
  }

  Optional<String> objection(String host, Instant now, BooleanSupplier isTrusted) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    List<String> names = names();
    if (now.isBefore(from) || now.isAfter(until)) {
      return Optional.of(
          "x509: certificate has expired or is not yet valid: current time "
              + now.truncatedTo(ChronoUnit.SECONDS)
              + (now.isBefore(from) ? " is before " + from : " is after " + until));
    } else if (!names.contains(host)) {
      return Optional.of(
          names.isEmpty()
              ? "x509: certificate is not valid for any names, but wanted to match " + host
              : "x509: certificate is valid for " + String.join(", ", names) + ", not " + host);
    } else if (!isTrusted.getAsBoolean()) {
      return Optional.of("x509: certificate signed by unknown authority");
    }
    return Optional.empty();
  }

  boolean isSignedByOneOf(String authorities) {
    return TrustedAuthority.allOf(authorities).stream()
        .anyMatch(each -> each.hasSigned(certificate));
  }

  /** The names for which it is valid. */
  private List<String> names() {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(names -> names.stream())
          .map(each -> each.get(1).toString())
          .toList();
    } catch (CertificateParsingException malformed) {
      return List.of();
    }
  }
}
