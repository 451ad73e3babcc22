package dev.cnilab.cluster.log;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go's {@code time.ParseDuration} reads it: {@code 1m30s}, {@code 500ms}. */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|ms|s|m|h)");

  private GoDuration() {}

  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!text.matches("(?:" + PART.pattern() + ")+")) {
      return Optional.empty();
    }
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos += Double.parseDouble(part.group(1)) * unit(part.group(2));
    }
    return Optional.of(Duration.ofNanos((long) nanos));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }
}
