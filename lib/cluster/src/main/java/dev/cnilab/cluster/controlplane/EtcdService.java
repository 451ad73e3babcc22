package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.tls.ServerCertificate;
import dev.cnilab.cluster.apiserver.tls.TrustedAuthority;
import java.time.Instant;
import java.util.Optional;

/**
 * An etcd as seen by clients that have reached its process.
 *
 * @param certificate that it shows
 * @param clients the authority of its clients' certificates, in PEM
 */
record EtcdService(ServerCertificate certificate, String clients) {

  /** Why a client and this server do not trust each other, in Go's words. */
  Optional<String> objection(EtcdClient client, String host, Instant now) {
    Optional<String> toServer = certificate.objection(client.authorities(), host, now);
    if (toServer.isPresent()) {
      return Optional.of("tls: failed to verify certificate: " + toServer.get());
    }
    boolean known =
        TrustedAuthority.allOf(clients).stream()
            .anyMatch(each -> each.verify(client.certificate(), now).isPresent());
    return known ? Optional.empty() : Optional.of("remote error: tls: bad certificate");
  }

  /**
   * What a client shows and trusts.
   *
   * @param authorities that it trusts, in PEM
   * @param certificate that it shows, in PEM
   */
  record EtcdClient(String authorities, String certificate) {}
}
