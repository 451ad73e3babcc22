package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;

/** An API server, as those see it who have reached it. */
public interface ApiService {
  /**
   * A client on behalf of a credential's account.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if that is nobody
   */
  ApiClient client(Credential credential);
}
