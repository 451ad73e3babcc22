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
 * Where the two ends of a connection find each other. What a client of the cluster's own says first
 * is as long as a TLS greeting and names its end here; a server of another kind can make nothing of
 * it.
 *
 * @param <S> what the servers do for those who reach them
 */
public final class Handover<S> {
  /** As Go's listeners probe: after 15 s, nine times. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(150);

  /** As long as Go's ClientHello. */
  private static final int GREETING = 1526;

  private final long mark;
  private final Map<Long, Line<S>> lines = new HashMap<>();
  private final Map<ServerEnd<S>, Timer> orphans = new LinkedHashMap<>();
  private long last;

  private Handover(long mark) {
    this.mark = mark;
  }

  /** A place for lines to servers of one kind, by which no TLS record begins. */
  public static <S> Handover<S> of(Class<S> kind) {
    return new Handover<>(0x2020_0000_0000_0000L | (kind.getName().hashCode() & 0xffff_ffffL));
  }

  /** What a line says first. */
  Bytes greeting(Line<S> line) {
    lines.put(++last, line);
    return Bytes.of(ByteBuffer.allocate(GREETING).putLong(mark).putLong(last).array());
  }

  /** Closes the server's end of a line that is over, should the server never hear of it. */
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

  /** A server has ended, and all its connections with it: nothing of them is held any longer. */
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

  /** Forgets a line that nobody has taken. */
  void forget(Line<S> line) {
    lines.values().remove(line);
  }

  /**
   * Takes a connection that has come in, if its first bytes are here and of this kind.
   *
   * @return the bytes, if they are another protocol's
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
