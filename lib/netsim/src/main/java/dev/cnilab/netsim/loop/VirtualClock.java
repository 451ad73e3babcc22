package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of a loop, which follows wall-clock time, stands still or jumps. Any thread may read it;
 * only the loop advances it, and other changes are made while holding the loop's lock.
 */
final class VirtualClock {
  /** How far behind wall-clock time a clock may stand still. */
  private static final long FAR = Duration.ofSeconds(5).toNanos();

  /** A clock that is far behind takes at least this part of the time that passes. */
  private static final int PART = 4;

  private final Instant epoch;
  private final LongSupplier time;
  private volatile Pace pace;
  private volatile long now;
  private int jumpers;
  private long wallOrigin;
  private long lastDue;

  /**
   * Creates a clock.
   *
   * @param epoch its initial time
   */
  VirtualClock(Instant epoch, Pace pace) {
    this(epoch, pace, System::nanoTime);
  }

  /**
   * Creates a clock.
   *
   * @param time the wall-clock time in nanoseconds since any instant
   */
  VirtualClock(Instant epoch, Pace pace, LongSupplier time) {
    this.epoch = epoch;
    this.pace = pace;
    this.time = time;
    this.wallOrigin = time.getAsLong();
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
      wallOrigin = time.getAsLong() - now;
    }
  }

  /** Changes the number of waiters for which the clock jumps to the next event. */
  void jump(int more) {
    jumpers += more;
    wallOrigin = Math.min(wallOrigin, time.getAsLong() - now);
  }

  /** Advances to an instant unless it is past. */
  void reach(long instant) {
    if (instant > now) {
      now = instant;
    }
  }

  /**
   * Advances to the instant of a timer that is due. Work takes no time on this clock, so a timer
   * that is set again and again with next to no delay would stop it for everyone: if it follows
   * wall-clock time and is far behind, it advances by a part of the time since the last such call.
   */
  void reachDue(long instant) {
    reach(instant);
    if (pace == Pace.REAL_TIME && jumpers == 0) {
      long wall = wall();
      if (wall - now > FAR) {
        // A lead that a jump left behind is not counted as time that passed.
        reach(now + (wall - Math.max(now, lastDue)) / PART);
      }
      lastDue = wall;
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
    return time.getAsLong() - wallOrigin;
  }
}
