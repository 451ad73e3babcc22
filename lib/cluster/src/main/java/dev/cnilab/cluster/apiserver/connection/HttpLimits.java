package dev.cnilab.cluster.apiserver.connection;

import java.time.Duration;

/**
 * How long clients are waited for, and how many of them there may be. All times are of the wall's
 * clock.
 *
 * @param headers within which a new connection has to have sent a request's headers; kube-apiserver
 *     has 32 s
 * @param idle how long a connection is kept that is not in use, and how long a body or a reader may
 *     stand still; kube-apiserver has 90 s
 * @param request after which a request is answered with 504 that is neither a watch nor the like;
 *     kube-apiserver's {@code --request-timeout} is a minute
 * @param freshness how long a read waits for a resourceVersion that is still to come;
 *     kube-apiserver has 3 s
 * @param discard how long the rest of a refused request is waited for, which is read so that the
 *     client sees the answer
 * @param connections the most there may be; for another one the longest unused is closed
 */
public record HttpLimits(
    Duration headers,
    Duration idle,
    Duration request,
    Duration freshness,
    Duration discard,
    int connections) {
  private static final int FEWEST_CONNECTIONS = 2000;

  /** A connection with TLS and its buffers. */
  private static final long CONNECTION_BYTES = 128 * 1024;

  private static final int PART_OF_HEAP = 3;

  /** Those of kube-apiserver; connections may take a third of the heap. */
  public static HttpLimits standard() {
    long fitting = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / CONNECTION_BYTES;
    return new HttpLimits(
        Duration.ofSeconds(32),
        Duration.ofSeconds(90),
        Duration.ofMinutes(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        (int) Math.max(FEWEST_CONNECTIONS, Math.min(fitting, Integer.MAX_VALUE)));
  }

  public HttpLimits withHeaders(Duration other) {
    return new HttpLimits(other, idle, request, freshness, discard, connections);
  }

  public HttpLimits withIdle(Duration other) {
    return new HttpLimits(headers, other, request, freshness, discard, connections);
  }

  public HttpLimits withRequest(Duration other) {
    return new HttpLimits(headers, idle, other, freshness, discard, connections);
  }

  public HttpLimits withFreshness(Duration other) {
    return new HttpLimits(headers, idle, request, other, discard, connections);
  }

  public HttpLimits withConnections(int other) {
    return new HttpLimits(headers, idle, request, freshness, discard, other);
  }
}
