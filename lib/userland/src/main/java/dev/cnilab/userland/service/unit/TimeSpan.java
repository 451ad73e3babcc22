package dev.cnilab.userland.service.unit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span in the syntax of unit files: {@code 10}, {@code 100ms}, {@code 1min 30s}. */
public final class TimeSpan {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]*)\\s*");

  /** Units in seconds; systemd.time(7). */
  private static final Map<String, Double> UNITS =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("us", 1e-6),
          Map.entry("usec", 1e-6),
          Map.entry("ms", 1e-3),
          Map.entry("msec", 1e-3),
          Map.entry("second", 1.0),
          Map.entry("seconds", 1.0),
          Map.entry("minute", 60.0),
          Map.entry("minutes", 60.0),
          Map.entry("hour", 3600.0),
          Map.entry("hours", 3600.0),
          Map.entry("day", 86400.0),
          Map.entry("days", 86400.0),
          Map.entry("week", 604800.0),
          Map.entry("weeks", 604800.0),
          Map.entry("s", 1.0),
          Map.entry("sec", 1.0),
          Map.entry("m", 60.0),
          Map.entry("min", 60.0),
          Map.entry("h", 3600.0),
          Map.entry("hr", 3600.0),
          Map.entry("d", 86400.0),
          Map.entry("w", 604800.0));

  private TimeSpan() {}

  /** Parses a time span; empty if it is invalid. */
  public static Optional<Duration> parse(String text) {
    Matcher part = PART.matcher(text.strip());
    double seconds = 0;
    int at = 0;
    while (part.lookingAt()) {
      Double unit = UNITS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
      at = part.end();
      part.region(at, part.regionEnd());
    }
    return at == 0 || at < text.strip().length()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
