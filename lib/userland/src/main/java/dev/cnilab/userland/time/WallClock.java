package dev.cnilab.userland.time;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A machine's {@code CLOCK_REALTIME} (clock_gettime(2)): it goes on with the loop's time and can be
 * set. What measures a span asks the loop, whose time nobody sets. On the loop only.
 */
public final class WallClock implements InstantSource {
  private final EventLoop loop;
  private Duration ahead = Duration.ZERO;
  private long readAt = -1;
  private Instant read = Instant.EPOCH;

  public WallClock(EventLoop loop) {
    this.loop = loop;
  }

  /** The loop whose time it shows. */
  public EventLoop loop() {
    return loop;
  }

  /** The time of day; one object for all who ask at the same moment, as files keep it. */
  @Override
  public Instant instant() {
    if (loop.nanoTime() != readAt) {
      readAt = loop.nanoTime();
      read = of(loop.now());
    }
    return read;
  }

  /** What it would have shown at an instant of the loop, had it never been set since. */
  public Instant of(Instant moment) {
    return moment.plus(ahead);
  }

  /** Sets it; as {@code clock_settime}. */
  public void set(Instant time) {
    ahead = Duration.between(loop.now(), time);
    readAt = -1;
  }
}
