package dev.cnilab.netsim.loop;

import java.time.Duration;

/**
 * How late the kernel's timers are: the farther off one is, the coarser the bucket it waits in
 * (kernel/time/timer.c), here with the 250 ticks a second that Debian's kernel has. So a second
 * takes 1.024 of them, and who gives up after one has not seen what was to happen then.
 */
public final class TimerWheel {
  private static final long TICK = Duration.ofMillis(4).toNanos();
  private static final int BUCKETS = 64;
  private static final int COARSER = 8;

  private TimerWheel() {}

  /** After how many nanoseconds a timer ends, given those it was set for. */
  public static long nanos(long delay) {
    long ticks = Math.ceilDiv(delay, TICK);
    long bucket = 1;
    while (ticks >= BUCKETS * bucket) {
      bucket *= COARSER;
    }
    return Math.ceilDiv(ticks, bucket) * bucket * TICK;
  }
}
