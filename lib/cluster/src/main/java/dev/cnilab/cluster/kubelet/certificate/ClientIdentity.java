package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.client.connection.Credential;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a kubelet is for the API server: the certificate that it shows, as long as it has one. */
public final class ClientIdentity {
  private final InstantSource clock;
  private @Nullable ClientCertificate certificate;
  private boolean serverHealthy;

  ClientIdentity(InstantSource clock, Optional<ClientCertificate> certificate) {
    this.clock = clock;
    this.certificate = certificate.orElse(null);
  }

  /** The certificate, unless it has expired. */
  Optional<ClientCertificate> current() {
    return Optional.ofNullable(certificate).filter(each -> !each.isExpired(clock.instant()));
  }

  /** What requests identify themselves with: nothing, once the certificate has expired. */
  public Credential credential() {
    return current()
        .<Credential>map(each -> new Credential.Certificate(each.pem()))
        .orElseGet(Credential.Anonymous::new);
  }

  void renew(ClientCertificate next) {
    certificate = next;
    serverHealthy = true;
  }

  /**
   * Whether the server's last answer to a request for a certificate was one of a healthy server.
   */
  boolean isServerHealthy() {
    return serverHealthy;
  }

  void serverIsHealthy(boolean healthy) {
    serverHealthy = healthy;
  }
}
