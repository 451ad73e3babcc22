package dev.cnilab.netsim.kernel;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Allows ten lines per five seconds and counts the suppressed ones (lib/ratelimit.c, with the
 * values of {@code net.core.message_cost} and {@code net.core.message_burst}).
 */
final class LogRateLimit {
  private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
  private static final int BURST = 10;

  private final LongSupplier clock;
  private long begun;
  private int printed = BURST;
  private int missed;

  LogRateLimit(LongSupplier clock) {
    this.clock = clock;
    this.begun = clock.getAsLong() - INTERVAL;
  }

  /**
   * Begins a new interval if the last is over.
   *
   * @return how many lines the last interval suppressed; 0 if it is not over
   */
  int begin() {
    long now = clock.getAsLong();
    if (now - begun < INTERVAL) {
      return 0;
    }
    int before = missed;
    begun = now;
    printed = 0;
    missed = 0;
    return before;
  }

  /** Whether one more line is allowed. */
  boolean admits() {
    if (printed < BURST) {
      printed++;
      return true;
    }
    missed++;
    return false;
  }
}
