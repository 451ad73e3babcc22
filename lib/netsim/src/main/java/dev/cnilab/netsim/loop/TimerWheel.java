package dev.cnilab.netsim.loop;

import java.time.Duration;

/**
 * How late the kernel's timers expire: the longer the delay, the coarser the bucket
 * (kernel/time/timer.c), with the 250 ticks per second of Debian's kernel. A timer of one second
 * takes 1.024 s, so a program that gives up after one second has not seen its effect.
 */
public final class TimerWheel {
  private static final long TICK = Duration.ofMillis(4).toNanos();
  private static final int BUCKETS = 64;
  private static final int COARSER = 8;

  private TimerWheel() {}

  /** The nanoseconds after which a timer expires that was set for {@code delay} nanoseconds. */
  public static long nanos(long delay) {
    long ticks = Math.ceilDiv(delay, TICK);
    long bucket = 1;
    while (ticks >= BUCKETS * bucket) {
      bucket *= COARSER;
    }
    return Math.ceilDiv(ticks, bucket) * bucket * TICK;
  }
}
