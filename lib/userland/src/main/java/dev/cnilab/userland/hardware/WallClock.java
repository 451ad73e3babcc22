package dev.cnilab.userland.hardware;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A machine's {@code CLOCK_REALTIME} (clock_gettime(2)): it advances with the loop's time and can
 * be set. To measure a duration, use the loop's time, which is never set. On the loop only.
 */
public final class WallClock implements InstantSource {
  private final EventLoop loop;
  private Duration ahead = Duration.ZERO;
  private long readAt = -1;
  private Instant read = Instant.EPOCH;

  public WallClock(EventLoop loop) {
    this.loop = loop;
  }

  /** The loop it follows. */
  public EventLoop loop() {
    return loop;
  }

  /** The time of day; callers at the same instant get the same object, which files store. */
  @Override
  public Instant instant() {
    if (loop.nanoTime() != readAt) {
      readAt = loop.nanoTime();
      read = of(loop.now());
    }
    return read;
  }

  /** The time it would have shown at an instant of the loop if it had not been set since. */
  public Instant of(Instant moment) {
    return moment.plus(ahead);
  }

  /** Sets the time; as {@code clock_settime}. */
  public void set(Instant time) {
    ahead = Duration.between(loop.now(), time);
    readAt = -1;
  }
}
