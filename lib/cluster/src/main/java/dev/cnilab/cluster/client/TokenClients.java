package dev.cnilab.cluster.client;

/** Gives programs of the simulated network a client by the bearer token they have on file. */
@FunctionalInterface
public interface TokenClients {
  /**
   * A client that asks on behalf of whoever the token was issued to.
   *
   * @throws ApiException 401 Unauthorized if it was issued to nobody
   */
  ApiClient client(String token);
}
