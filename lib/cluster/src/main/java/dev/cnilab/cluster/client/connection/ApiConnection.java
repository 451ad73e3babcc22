package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.config.Credential;
import java.time.Duration;
import java.util.function.Supplier;

/** A program's connection to the API server, which is opened again whenever it was cut. */
public interface ApiConnection {
  /**
   * A client that uses this connection. A request in a task waits for the answer; in an event of
   * the loop, a request that does not get through at once fails. Its watches resume by themselves
   * after a loss of connection: what has changed in the meantime arrives as changes.
   *
   * @param log receives the messages of its watches
   */
  ApiClient client(ReflectorLog log);

  /**
   * Like {@link #client(ReflectorLog)}, but a request waits no longer than {@code timeout}: not at
   * all for {@link Duration#ZERO}.
   */
  ApiClient client(ReflectorLog log, Duration timeout);

  /** The same connection with another credential. */
  ApiConnection as(Supplier<Credential> credential);

  /** Ends the connection. It is opened again for the next request, and for its watches. */
  void reconnect();
}
