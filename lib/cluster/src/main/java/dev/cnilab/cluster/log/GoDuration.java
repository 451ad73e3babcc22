package dev.cnilab.cluster.log;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go's {@code time.ParseDuration} reads it: {@code 1m30s}, {@code 500ms}. */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");

  private GoDuration() {}

  public static Optional<Duration> parse(String text) {
    if (complaint(text).isPresent()) {
      return Optional.empty();
    }
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos += Double.parseDouble(part.group(1)) * unit(part.group(2));
    }
    return Optional.of(Duration.ofNanos((long) (text.startsWith("-") ? -nanos : nanos)));
  }

  /**
   * The error of {@code time.ParseDuration} for a text that is not a duration; empty if it is one.
   */
  public static Optional<String> complaint(String text) {
    String parts = text.replaceFirst("^[-+]", "");
    if (parts.equals("0")) {
      return Optional.empty();
    }
    String in = " in duration " + GoText.quote(text);
    Matcher part = PART.matcher(parts);
    int end = 0;
    while (end < parts.length() && part.find(end) && part.start() == end) {
      String unit = part.group(2);
      if (unit.isEmpty()) {
        return Optional.of("time: missing unit" + in);
      } else if (unit(unit) == 0) {
        return Optional.of("time: unknown unit " + GoText.quote(unit) + in);
      }
      end = part.end();
    }
    return end > 0 && end == parts.length()
        ? Optional.empty()
        : Optional.of("time: invalid duration " + GoText.quote(text));
  }

  /** Its nanoseconds; 0 if it is none. */
  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 0;
    };
  }
}
