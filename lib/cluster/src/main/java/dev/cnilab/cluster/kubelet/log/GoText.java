package dev.cnilab.cluster.kubelet.log;

import java.time.Duration;
import java.util.Collection;

/** Values as Go's {@code fmt} and {@code strconv} print them. */
public final class GoText {
  private GoText() {}

  /** As {@code %q}. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    text.codePoints().forEach(c -> appendQuoted(quoted, c));
    return quoted.append('"').toString();
  }

  /** A slice of strings as {@code %v}: {@code [a b]}. */
  public static String list(Collection<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /** A duration as {@code %v}: {@code 10s}, {@code 1m20s}, {@code 2.194s}, {@code 25ms}. */
  public static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return subSecond(duration);
    }
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    return text.append(decimal(duration.toSecondsPart(), duration.toNanosPart(), 9))
        .append('s')
        .toString();
  }

  private static String subSecond(Duration duration) {
    int nanos = duration.toNanosPart();
    if (nanos >= 1_000_000) {
      return decimal(nanos / 1_000_000, nanos % 1_000_000, 6) + "ms";
    }
    return nanos >= 1_000 ? decimal(nanos / 1_000, nanos % 1_000, 3) + "µs" : nanos + "ns";
  }

  private static String decimal(long whole, int fraction, int digits) {
    if (fraction == 0) {
      return Long.toString(whole);
    }
    String padded = Integer.toString(fraction);
    padded = "0".repeat(digits - padded.length()) + padded;
    return whole + "." + padded.replaceAll("0+$", "");
  }

  private static void appendQuoted(StringBuilder quoted, int c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          quoted.append("\\x%02x".formatted(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }
}
