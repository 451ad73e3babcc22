package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.client.config.Trust;
import java.time.Instant;
import java.util.Optional;

/** An API server as seen by clients that have reached it. */
public interface ApiService {
  /**
   * A client for a credential.
   *
   * @param agent the program's name, as its User-Agent header begins
   * @throws dev.cnilab.cluster.client.ApiException 401 if the credential is unknown
   */
  ApiClient client(Credential credential, String agent);

  /**
   * Why a client rejects the server's certificate, in the words of Go's {@code crypto/x509}; empty
   * if it accepts it.
   *
   * @param host the name the client has used
   * @param now the client's time
   */
  Optional<String> objection(Trust trust, String host, Instant now);
}
