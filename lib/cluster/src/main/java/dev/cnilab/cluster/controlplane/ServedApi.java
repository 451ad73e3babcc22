package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.client.config.Trust;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.tls.ServerCertificate;
import java.time.Instant;
import java.util.Optional;

/** The API as seen by clients that have reached its process, with the certificate it shows. */
record ServedApi(ApiServer server, ServerCertificate certificate) implements ApiService {
  @Override
  public ApiClient client(Credential credential, String agent) {
    return server.client(credential, agent);
  }

  @Override
  public Optional<String> objection(Trust trust, String host, Instant now) {
    return switch (trust) {
      case Trust.Anybody all -> Optional.empty();
      case Trust.Authorities known -> certificate.objection(known.pem(), host, now);
    };
  }
}
