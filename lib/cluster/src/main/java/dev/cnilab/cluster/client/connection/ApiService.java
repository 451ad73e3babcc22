package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;

/** An API server, as those see it who have reached it. */
public interface ApiService {
  /**
   * A client on behalf of whoever a credential was issued to.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if that is nobody
   */
  ApiClient client(Credential credential);
}
