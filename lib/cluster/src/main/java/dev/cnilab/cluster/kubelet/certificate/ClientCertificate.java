package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.PemText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.naming.InvalidNameException;

/**
 * A kubelet's certificate as a client of the API server.
 *
 * @param pem with its key
 * @param user the user's name that it states
 * @param from the start of its validity
 * @param until its end
 */
public record ClientCertificate(String pem, String user, Instant from, Instant until) {
  /** The first certificate in a text; empty if there is none, or no key. */
  static Optional<ClientCertificate> of(String pem) {
    if (!pem.contains("PRIVATE KEY-----")) {
      return Optional.empty();
    }
    return PemText.certificate(pem)
        .flatMap(
            parsed -> {
              try {
                return Optional.of(
                    new ClientCertificate(
                        pem,
                        Authority.subject(parsed).commonName(),
                        parsed.getNotBefore().toInstant(),
                        parsed.getNotAfter().toInstant()));
              } catch (InvalidNameException nameless) {
                return Optional.empty();
              }
            });
  }

  boolean isExpired(Instant now) {
    return now.isAfter(until);
  }

  Duration validity() {
    return Duration.between(from, until);
  }
}
