package dev.cnilab.userland.net.ping;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The counters of ping, and its final lines (ping_common.c, finish). Times in microseconds. */
final class EchoStatistics {
  private static final int HALF_OF_SEQUENCE = 0x7fff;

  /** What was measured beside the counts. */
  enum Measured {
    /** The replies carried the time of their requests. */
    ROUND_TRIPS,
    /** The interval between packets, as for a flood. */
    GAPS
  }

  private final Set<Integer> answered = new HashSet<>();
  private long transmitted;
  private long received;
  private long repeats;
  private long errors;
  private int acknowledged;
  private int pipe = -1;
  private long least = Long.MAX_VALUE;
  private long most;
  private long sum;
  private double sumOfSquares;
  private long smoothed;

  void sent() {
    transmitted++;
    answered.remove(sequence(transmitted));
    if ((sequence(transmitted) - acknowledged & 0xffff) > HALF_OF_SEQUENCE) {
      acknowledged = sequence(transmitted + 1);
    }
  }

  /** Marks a request as done, by a reply or an error. */
  void acknowledge(int sequence) {
    int behind = sequence(transmitted) - sequence & 0xffff;
    if (behind <= HALF_OF_SEQUENCE) {
      pipe = Math.max(pipe, behind + 1);
      if ((short) (sequence - acknowledged) > 0) {
        acknowledged = sequence;
      }
    }
  }

  /** Counts a reply; true if it is a duplicate. */
  boolean answer(int sequence) {
    acknowledge(sequence);
    if (answered.add(sequence)) {
      received++;
      return false;
    }
    repeats++;
    return true;
  }

  void time(long micros) {
    sum += micros;
    sumOfSquares += (double) micros * micros;
    least = Math.min(least, micros);
    most = Math.max(most, micros);
    smoothed += smoothed == 0 ? micros * 8 : micros - smoothed / 8;
  }

  void error() {
    errors++;
  }

  long transmitted() {
    return transmitted;
  }

  long received() {
    return received;
  }

  long errors() {
    return errors;
  }

  long most() {
    return most;
  }

  boolean isAnswered(long sequence) {
    return answered.contains(sequence(sequence));
  }

  long inFlight() {
    int behind = sequence(transmitted) - acknowledged & 0xffff;
    return behind <= HALF_OF_SEQUENCE ? behind : transmitted - received - errors;
  }

  private static int sequence(long number) {
    return (int) (number & 0xffff);
  }

  /**
   * The summary.
   *
   * @param elapsedNanos from the start to the last request
   * @param measured what else is printed if there were replies
   */
  String summary(String host, long elapsedNanos, Set<Measured> measured) {
    StringBuilder text = new StringBuilder("\n--- " + host + " ping statistics ---\n");
    text.append(transmitted).append(" packets transmitted, ").append(received).append(" received");
    text.append(repeats > 0 ? ", +" + repeats + " duplicates" : "");
    text.append(errors > 0 ? ", +" + errors + " errors" : "");
    if (transmitted > 0) {
      double loss = (transmitted - received) * 100.0 / transmitted;
      text.append(", ").append(shortest(loss)).append("% packet loss, time ");
      text.append((elapsedNanos + 500_000) / 1_000_000).append("ms");
    }
    text.append('\n');
    String comma = "";
    if (received > 0 && measured.contains(Measured.ROUND_TRIPS)) {
      text.append("rtt min/avg/max/mdev = ").append(times());
      comma = ", ";
    }
    if (pipe > 1) {
      text.append(comma).append("pipe ").append(pipe);
      comma = ", ";
    }
    if (received > 0 && measured.contains(Measured.GAPS) && transmitted > 1) {
      long gap = elapsedNanos / 1000 / (transmitted - 1);
      text.append(comma).append("ipg/ewma ").append(millis(gap)).append('/');
      text.append(millis(smoothed / 8)).append(" ms");
    }
    return text.append('\n').toString();
  }

  private String times() {
    long total = received + repeats;
    long average = sum / total;
    double variance = (sumOfSquares - Math.floor((double) sum * sum / total)) / total;
    long deviation = (long) Math.sqrt(Math.max(0, variance));
    return millis(least)
        + "/"
        + millis(average)
        + "/"
        + millis(most)
        + "/"
        + millis(deviation)
        + " ms";
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%d.%03d", micros / 1000, micros % 1000);
  }

  /** Formats like C's %g: at most six significant digits, without trailing zeros. */
  private static String shortest(double number) {
    String text = String.format(Locale.ROOT, "%.6g", number);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** A round-trip time as in a reply's line; longer times have fewer digits. */
  static String roundTrip(long micros) {
    if (micros >= 99_950) {
      return String.valueOf((micros + 500) / 1000);
    }
    if (micros >= 9_995) {
      return (micros + 50) / 1000 + "." + (micros + 50) % 1000 / 100;
    }
    if (micros >= 1000) {
      return String.format(Locale.ROOT, "%d.%02d", (micros + 5) / 1000, (micros + 5) % 1000 / 10);
    }
    return millis(micros);
  }
}
