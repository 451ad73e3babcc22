package dev.cnilab.netsim.tcp;

import java.util.OptionalInt;

/** The congestion window (RFC 5681), which starts with ten segments as in Linux. */
final class Congestion {
  private static final int INITIAL_SEGMENTS = 10;
  private static final int DUPLICATES = 3;

  private int window = INITIAL_SEGMENTS;
  private int threshold = Integer.MAX_VALUE;
  private int fraction;
  private int duplicates;

  /** The maximum number of segments in flight. */
  int segments() {
    return window;
  }

  /** The slow-start threshold, in segments; empty before the first loss. */
  OptionalInt threshold() {
    return threshold == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(threshold);
  }

  /** Called when new data was acknowledged. */
  void acknowledged() {
    duplicates = 0;
    if (window < threshold) {
      window++;
    } else if (++fraction >= window) {
      fraction = 0;
      window++;
    }
  }

  /** Called for a duplicate acknowledgment; true if the first segment has to be retransmitted. */
  boolean duplicate() {
    duplicates++;
    if (duplicates != DUPLICATES) {
      return false;
    }
    threshold = Math.max(2, window / 2);
    window = threshold;
    return true;
  }

  /** Called when the retransmission timer has expired. */
  void lost() {
    threshold = Math.max(2, window / 2);
    window = 1;
    duplicates = 0;
  }
}
