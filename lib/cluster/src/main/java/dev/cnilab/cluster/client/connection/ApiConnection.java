package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import java.time.Duration;
import java.util.function.Supplier;

/** A program's way to the API server, which it opens again whenever it has been cut. */
public interface ApiConnection {
  /**
   * Who asks by this way. What it asks in a task waits for the answer; in an event of the loop a
   * request that does not get through at once has failed. Its watches go on by themselves after a
   * time without connection: what has changed meanwhile comes as changes.
   *
   * @param log what its watches say
   */
  ApiClient client(ReflectorLog log);

  /**
   * As {@link #client(ReflectorLog)}, but who waits does so no longer than that: not at all for
   * {@link Duration#ZERO}.
   */
  ApiClient client(ReflectorLog log, Duration timeout);

  /** The same way, taken as somebody else. */
  ApiConnection as(Supplier<Credential> credential);
}
