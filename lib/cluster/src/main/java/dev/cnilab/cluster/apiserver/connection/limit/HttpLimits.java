package dev.cnilab.cluster.apiserver.connection.limit;

import java.time.Duration;

/**
 * Timeouts and the largest number of clients. All times are wall time.
 *
 * @param headers how long a new connection may take to send a request's headers; 32 s in
 *     kube-apiserver
 * @param idle how long an unused connection is kept, and how long a body may stall, or the reader
 *     of a stream that has ended; 90 s in kube-apiserver
 * @param stream how long a stream such as {@code exec} may be silent or its reader stall; 4 h by
 *     the kubelet's {@code streamingConnectionIdleTimeout}
 * @param request after which a request that is not long-running is answered with 504; a minute by
 *     kube-apiserver's {@code --request-timeout}
 * @param freshness how long a read waits for a resourceVersion that is yet to come; 3 s in
 *     kube-apiserver
 * @param discard how long the rest of a refused request is read, so that the client sees the answer
 * @param connections the most there may be; for a further one the one is closed that has been idle
 *     for longest, or a watch ends if none is idle
 * @param held how much memory, in bytes, the requests of all clients may take until they are
 *     answered; a request for which there is no room is answered with 429
 * @param reading how many requests may get or list at a time, and {@code mutating} how many others
 *     there may be; one more is answered with 429
 */
public record HttpLimits(
    Duration headers,
    Duration idle,
    Duration stream,
    Duration request,
    Duration freshness,
    Duration discard,
    int connections,
    long held,
    int reading,
    int mutating) {
  private static final int FEWEST_CONNECTIONS = 2000;

  /** The size of a TLS connection with its buffers. */
  private static final long CONNECTION_BYTES = 128 * 1024;

  private static final int PART_OF_HEAP = 3;

  private static final int PART_FOR_REQUESTS = 8;

  /** The limits of kube-apiserver; connections may take a third of the heap, requests an eighth. */
  public static HttpLimits standard() {
    long heap = Runtime.getRuntime().maxMemory();
    long fitting = heap / PART_OF_HEAP / CONNECTION_BYTES;
    return new HttpLimits(
        Duration.ofSeconds(32),
        Duration.ofSeconds(90),
        Duration.ofHours(4),
        Duration.ofMinutes(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        (int) Math.max(FEWEST_CONNECTIONS, Math.min(fitting, Integer.MAX_VALUE)),
        heap / PART_FOR_REQUESTS,
        400,
        200);
  }

  public HttpLimits withHeaders(Duration other) {
    return new HttpLimits(
        other, idle, stream, request, freshness, discard, connections, held, reading, mutating);
  }

  public HttpLimits withIdle(Duration other) {
    return new HttpLimits(
        headers, other, stream, request, freshness, discard, connections, held, reading, mutating);
  }

  public HttpLimits withStream(Duration other) {
    return new HttpLimits(
        headers, idle, other, request, freshness, discard, connections, held, reading, mutating);
  }

  public HttpLimits withRequest(Duration other) {
    return new HttpLimits(
        headers, idle, stream, other, freshness, discard, connections, held, reading, mutating);
  }

  public HttpLimits withFreshness(Duration other) {
    return new HttpLimits(
        headers, idle, stream, request, other, discard, connections, held, reading, mutating);
  }

  public HttpLimits withConnections(int other) {
    return new HttpLimits(
        headers, idle, stream, request, freshness, discard, other, held, reading, mutating);
  }

  public HttpLimits withHeld(long other) {
    return new HttpLimits(
        headers, idle, stream, request, freshness, discard, connections, other, reading, mutating);
  }

  public HttpLimits withInFlight(int otherReading, int otherMutating) {
    return new HttpLimits(
        headers,
        idle,
        stream,
        request,
        freshness,
        discard,
        connections,
        held,
        otherReading,
        otherMutating);
  }
}
