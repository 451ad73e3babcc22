package dev.cnilab.cluster.line;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the two ends of a connection find each other. The first message of the cluster's own
 * clients is as long as a TLS greeting and identifies their end here; to any other kind of server
 * it means nothing.
 *
 * @param <S> the service of the servers
 */
public final class Handover<S> {
  /** Like Go's listeners: keep-alive probes after 15 s, nine of them. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(150);

  /** The length of Go's ClientHello. */
  private static final int GREETING = 1526;

  private final long mark;
  private final Map<Long, Line<S>> lines = new HashMap<>();
  private final Map<ServerEnd<S>, Timer> orphans = new LinkedHashMap<>();
  private long last;

  private Handover(long mark) {
    this.mark = mark;
  }

  /** A handover for servers of one kind; its greetings begin unlike any TLS record. */
  public static <S> Handover<S> of(Class<S> kind) {
    return new Handover<>(0x2020_0000_0000_0000L | (kind.getName().hashCode() & 0xffff_ffffL));
  }

  /** The first message of a connection. */
  Bytes greeting(Line<S> line) {
    lines.put(++last, line);
    return Bytes.of(ByteBuffer.allocate(GREETING).putLong(mark).putLong(last).array());
  }

  /** Closes the server's end of a closed connection later, in case the server never notices. */
  void hangUpLater(EventLoop loop, ServerEnd<S> end, Runnable hangUp) {
    if (!end.isServed().getAsBoolean()) {
      return;
    }
    orphans.put(
        end,
        loop.schedule(
            KEEP_ALIVE,
            () -> {
              orphans.remove(end);
              hangUp.run();
            }));
  }

  /** The server's end of a connection has been closed. */
  void hungUp(ServerEnd<S> end) {
    Timer timer = orphans.remove(end);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** A server has ended with all its connections: nothing is kept of them. */
  void serverEnded() {
    orphans
        .entrySet()
        .removeIf(
            orphan -> {
              boolean over = !orphan.getKey().isServed().getAsBoolean();
              if (over) {
                orphan.getValue().cancel();
              }
              return over;
            });
  }

  /** Forgets a connection that no server has accepted. */
  void forget(Line<S> line) {
    lines.values().remove(line);
  }

  /**
   * Accepts an incoming connection, if its first bytes have arrived and are of this kind.
   *
   * @return the bytes, if they belong to another protocol
   */
  public Optional<Bytes> take(ServerEnd<S> end) {
    Bytes first = end.connection().read(GREETING, Duration.ZERO).orElse(Bytes.EMPTY);
    ByteBuffer buffer = ByteBuffer.wrap(first.toArray());
    Line<S> line =
        first.length() >= 2 * Long.BYTES && buffer.getLong() == mark
            ? lines.remove(buffer.getLong())
            : null;
    if (line == null) {
      return Optional.of(first);
    }
    line.accepted(end);
    return Optional.empty();
  }
}
