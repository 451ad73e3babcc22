package dev.cnilab.netsim.tcp;

import java.util.OptionalInt;

/** The congestion window (RFC 5681), beginning with Linux's ten segments. */
final class Congestion {
  private static final int INITIAL_SEGMENTS = 10;
  private static final int DUPLICATES = 3;

  private int window = INITIAL_SEGMENTS;
  private int threshold = Integer.MAX_VALUE;
  private int fraction;
  private int duplicates;

  /** How many segments may be on their way. */
  int segments() {
    return window;
  }

  /** The window from which on it grows slowly; empty before the first loss. */
  OptionalInt threshold() {
    return threshold == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(threshold);
  }

  /** New data was acknowledged. */
  void acknowledged() {
    duplicates = 0;
    if (window < threshold) {
      window++;
    } else if (++fraction >= window) {
      fraction = 0;
      window++;
    }
  }

  /** An acknowledgement said nothing new; true when the first segment is to be sent again. */
  boolean duplicate() {
    duplicates++;
    if (duplicates != DUPLICATES) {
      return false;
    }
    threshold = Math.max(2, window / 2);
    window = threshold;
    return true;
  }

  /** The retransmission time-out ran out. */
  void lost() {
    threshold = Math.max(2, window / 2);
    window = 1;
    duplicates = 0;
  }
}
