package dev.cnilab.netsim.loop;

import java.time.Instant;

/**
 * The time of a loop, which follows wall-clock time, stands still or jumps. Any thread may read it;
 * only the loop advances it, and other changes are made while holding the loop's lock.
 */
final class VirtualClock {
  private final Instant epoch;
  private volatile Pace pace;
  private volatile long now;
  private int jumpers;
  private long wallOrigin = System.nanoTime();

  /**
   * Creates a clock.
   *
   * @param epoch its initial time
   */
  VirtualClock(Instant epoch, Pace pace) {
    this.epoch = epoch;
    this.pace = pace;
  }

  Instant now() {
    return epoch.plusNanos(now);
  }

  /** The time in nanoseconds since the start. */
  long nanoTime() {
    return now;
  }

  Pace pace() {
    return pace;
  }

  /** Changes the pace from now on. A lead of wall-clock time is not caught up with. */
  void pace(Pace other) {
    if (other != pace) {
      pace = other;
      wallOrigin = System.nanoTime() - now;
    }
  }

  /** Changes the number of waiters for which the clock jumps to the next event. */
  void jump(int more) {
    jumpers += more;
    wallOrigin = Math.min(wallOrigin, System.nanoTime() - now);
  }

  /** Advances to an instant unless it is past. */
  void reach(long instant) {
    if (instant > now) {
      now = instant;
    }
  }

  /** The wall-clock nanoseconds until an instant; {@link Long#MAX_VALUE} for never. */
  long until(long instant) {
    if (jumpers > 0 || instant <= now) {
      return 0;
    }
    return pace == Pace.REAL_TIME ? instant - wall() : Long.MAX_VALUE;
  }

  /** Advances to wall-clock time if the clock follows it, but not beyond an instant. */
  void catchUpWithWall(long latest) {
    if (pace == Pace.REAL_TIME && jumpers == 0) {
      reach(Math.min(wall(), latest));
    }
  }

  private long wall() {
    return System.nanoTime() - wallOrigin;
  }
}
