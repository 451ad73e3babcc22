package dev.cnilab.cluster.line;

import java.time.Duration;

/**
 * How a program finds out that nobody is at the other end any more.
 *
 * @param idle after how long a silence it asks
 * @param patience how long it waits for an answer
 */
public record Probing(Duration idle, Duration patience, End end) {
  /** What it takes a line without answers for. */
  public enum End {
    /** {@code http2: client connection lost}. */
    HTTP2,
    /** {@code read: connection timed out}, as the kernel says. */
    KERNEL
  }

  /** As client-go's transport: {@code ReadIdleTimeout} and {@code PingTimeout} of HTTP/2. */
  public static final Probing HTTP2 =
      new Probing(Duration.ofSeconds(30), Duration.ofSeconds(15), End.HTTP2);

  /** As Go's dialer has the kernel do: after 30 s, nine times every 15 s. */
  public static final Probing KEEP_ALIVE =
      new Probing(Duration.ofSeconds(30), Duration.ofSeconds(135), End.KERNEL);
}
