package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import java.time.Instant;
import java.util.Optional;

/** An API server, as those see it who have reached it. */
public interface ApiService {
  /**
   * A client on behalf of a credential's account.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if that is nobody
   */
  ApiClient client(Credential credential);

  /**
   * Why a client does not go on with it once it has seen its certificate, in the words of Go's
   * {@code crypto/x509}; empty if it does.
   *
   * @param host by what it was called
   * @param now the client's time of day
   */
  Optional<String> objection(Trust trust, String host, Instant now);
}
