package dev.cnilab.cluster.controlplane.etcd;

import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.cluster.tls.TrustedAuthority;
import java.time.Instant;
import java.util.Optional;

/**
 * An etcd as seen by clients that have reached its process at one of its URLs.
 *
 * @param tls absent where it listens without
 */
public record EtcdService(Optional<Tls> tls) {

  /** What it is where it listens without TLS. */
  static final EtcdService PLAIN = new EtcdService(Optional.empty());

  /**
   * Why a client and this server do not understand or trust each other, in the words of gRPC.
   *
   * @param server where the client has reached it
   */
  Optional<String> objection(EtcdClient client, EtcdUrl server, Instant now) {
    if (!server.isSecure()) {
      return tls.map(itself -> "error reading server preface: EOF");
    }
    return tls.map(itself -> itself.objection(client, server.place().address().toString(), now))
        .orElse(Optional.of("EOF"))
        .map(why -> "authentication handshake failed: " + why);
  }

  /**
   * What it shows and trusts.
   *
   * @param certificate that it shows
   * @param clients the authority of its clients' certificates, in PEM; absent if they need none
   */
  record Tls(ServerCertificate certificate, Optional<String> clients) {

    private Optional<String> objection(EtcdClient client, String host, Instant now) {
      Optional<String> toServer = certificate.objection(client.authorities(), host, now);
      if (toServer.isPresent()) {
        return Optional.of("tls: failed to verify certificate: " + toServer.get());
      }
      return clients
          .filter(authority -> !hasSigned(authority, client.certificate(), now))
          .map(authority -> "remote error: tls: bad certificate");
    }

    private static boolean hasSigned(String authority, String certificate, Instant now) {
      return TrustedAuthority.allOf(authority).stream()
          .anyMatch(each -> each.verify(certificate, now).isPresent());
    }
  }

  /**
   * What a client shows and trusts.
   *
   * @param authorities that it trusts, in PEM
   * @param certificate that it shows, in PEM
   */
  public record EtcdClient(String authorities, String certificate) {}
}
