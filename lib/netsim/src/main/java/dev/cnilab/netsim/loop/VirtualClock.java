package dev.cnilab.netsim.loop;

import java.time.Instant;

/**
 * The time of a loop, which follows the wall, stands still or jumps. Any thread may read it; only
 * the loop moves it on, and what others say of it is said with the loop's lock.
 */
final class VirtualClock {
  private final Instant epoch;
  private volatile Pace pace;
  private volatile long now;
  private int jumpers;
  private long wallOrigin = System.nanoTime();

  /**
   * A clock.
   *
   * @param epoch what it shows at first
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

  /** Goes at another pace from here on: what the wall has been ahead by is not caught up with. */
  void pace(Pace other) {
    if (other != pace) {
      pace = other;
      wallOrigin = System.nanoTime() - now;
    }
  }

  /** One more, or one less, for whom it jumps to whatever is next. */
  void jump(int more) {
    jumpers += more;
    wallOrigin = Math.min(wallOrigin, System.nanoTime() - now);
  }

  /** Moves on to an instant, if it is not past. */
  void reach(long instant) {
    if (instant > now) {
      now = instant;
    }
  }

  /** In how many nanoseconds of the wall an instant comes; the greatest number for never. */
  long until(long instant) {
    if (jumpers > 0 || instant <= now) {
      return 0;
    }
    return pace == Pace.REAL_TIME ? instant - wall() : Long.MAX_VALUE;
  }

  /** Moves on to the time of the wall, where it follows that, but not beyond an instant. */
  void catchUpWithWall(long latest) {
    if (pace == Pace.REAL_TIME && jumpers == 0) {
      reach(Math.min(wall(), latest));
    }
  }

  private long wall() {
    return System.nanoTime() - wallOrigin;
  }
}
