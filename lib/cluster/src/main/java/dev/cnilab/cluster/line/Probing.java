package dev.cnilab.cluster.line;

import java.time.Duration;

/**
 * How a program finds out that the other end is gone.
 *
 * @param idle the silence after which it probes
 * @param patience how long it waits for an answer
 */
public record Probing(Duration idle, Duration patience, End end) {
  /** The error for a connection without answers. */
  public enum End {
    /** The error {@code http2: client connection lost}. */
    HTTP2,
    /** The kernel's error {@code read: connection timed out}. */
    KERNEL
  }

  /**
   * The values of client-go's transport: {@code ReadIdleTimeout} and {@code PingTimeout} of HTTP/2.
   */
  public static final Probing HTTP2 =
      new Probing(Duration.ofSeconds(30), Duration.ofSeconds(15), End.HTTP2);

  /** The kernel's keep-alive as Go's dialer configures it: after 30 s, nine times every 15 s. */
  public static final Probing KEEP_ALIVE =
      new Probing(Duration.ofSeconds(30), Duration.ofSeconds(135), End.KERNEL);
}
