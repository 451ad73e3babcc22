package dev.cnilab.netsim.tcp;

import java.time.Duration;

/** The retransmission timeout (RFC 6298), with Linux's bounds of 200 ms and 120 s. */
final class RetransmissionTimeout {
  private static final long INITIAL = Duration.ofSeconds(1).toNanos();
  private static final long LEAST = Duration.ofMillis(200).toNanos();

  /** The number of SYNs resent before the timeout grows (tcp_syn_linear_timeouts). */
  static final int LINEAR = 4;

  private static final long TICKS = Duration.ofMillis(8).toNanos();
  private static final long NOTHING = -1;
  private static final long MOST = Duration.ofMinutes(2).toNanos();

  private long smoothed;
  private long variation;
  private long timeout = INITIAL;
  private int attempts;
  private int backoff;
  private long synSent; // when, in nanoseconds
  private long measuring = NOTHING; // when the segment that ends at measured was sent
  private int measured;

  /** The timeout before a retransmission, in nanoseconds. */
  long nanos() {
    return Math.min(MOST, timeout << backoff);
  }

  /** The timeout before a loss probe of the last segment, in nanoseconds (RFC 8985, 7.2). */
  long nanosToProbe(int segmentsOut) {
    long delay = 2 * smoothed + (segmentsOut == 1 ? LEAST : TICKS);
    return smoothed == 0 ? nanos() : Math.min(delay, nanos());
  }

  /** The smoothed round-trip time; zero before the first measurement. */
  Duration roundTrip() {
    return Duration.ofNanos(smoothed);
  }

  Duration variation() {
    return Duration.ofNanos(variation);
  }

  /** How many times in a row the timer has expired. */
  int attempts() {
    return attempts;
  }

  void ranOut() {
    measuring = NOTHING; // an acknowledgment could be for either (Karn)
    attempts++;
    backoff++;
  }

  /** Like {@link #ranOut} for a SYN, of which the first few are resent one second apart. */
  void ranOutOpening() {
    measuring = NOTHING;
    attempts++;
    if (attempts > LINEAR) {
      backoff++;
    }
  }

  /** Called when a SYN was sent or resent. */
  void sentSyn(long now) {
    synSent = now;
  }

  /** Called when the SYN was acknowledged. */
  void synAcknowledged(long now) {
    measure(now - synSent);
    progress();
  }

  /**
   * Called when a segment that ends before {@code end} was sent; measures it if no other is being
   * measured.
   */
  void sent(int end, long now) {
    if (measuring == NOTHING) {
      measuring = now;
      measured = end;
    }
  }

  /**
   * Called when everything before {@code oldest} is acknowledged, some of it for the first time.
   */
  void acknowledged(int oldest, long now) {
    progress();
    if (measuring != NOTHING && oldest - measured >= 0) {
      measure(now - measuring);
      measuring = NOTHING;
    }
  }

  private void progress() {
    attempts = 0;
    backoff = 0;
  }

  private void measure(long roundTrip) {
    if (smoothed == 0) {
      smoothed = roundTrip;
      variation = roundTrip / 2;
    } else {
      variation = (3 * variation + Math.abs(smoothed - roundTrip)) / 4;
      smoothed = (7 * smoothed + roundTrip) / 8;
    }
    timeout = Math.max(LEAST, smoothed + 4 * variation);
  }
}
