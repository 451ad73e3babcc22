package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.client.config.Credential;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who a kubelet is for the API server: the certificate that it shows, as long as it has one. */
public final class ClientIdentity {
  private final InstantSource clock;
  private @Nullable ClientCertificate certificate;
  private boolean due;
  private boolean serverHealthy;

  private ClientIdentity(
      InstantSource clock, Optional<ClientCertificate> certificate, boolean due) {
    this.clock = clock;
    this.certificate = certificate.orElse(null);
    this.due = due;
  }

  /** With a certificate that is renewed in time. */
  static ClientIdentity lasting(InstantSource clock, ClientCertificate certificate) {
    return new ClientIdentity(clock, Optional.of(certificate), false);
  }

  /** With a certificate, if any, that is replaced at once. */
  static ClientIdentity provisional(InstantSource clock, Optional<ClientCertificate> certificate) {
    return new ClientIdentity(clock, certificate, true);
  }

  /** Whether it has a certificate of that user that need not be replaced yet. */
  boolean isLasting(String user) {
    return !due && current().filter(each -> each.user().equals(user)).isPresent();
  }

  /** The certificate, unless it has expired. */
  Optional<ClientCertificate> current() {
    return Optional.ofNullable(certificate).filter(each -> !each.isExpired(clock.instant()));
  }

  /** What requests identify themselves with: nothing, once the certificate has expired. */
  public Credential credential() {
    return credentialOr(Credential.Anonymous::new);
  }

  /** Like {@link #credential}, but with another one while there is no valid certificate. */
  public Credential credentialOr(Supplier<Credential> other) {
    return current()
        .<Credential>map(each -> new Credential.Certificate(each.pem()))
        .orElseGet(other);
  }

  void renew(ClientCertificate next) {
    certificate = next;
    due = false;
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
