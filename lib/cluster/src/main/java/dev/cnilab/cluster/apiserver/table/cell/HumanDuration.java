package dev.cnilab.cluster.apiserver.table.cell;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Durations as apimachinery's {@code duration.HumanDuration} writes them. */
public final class HumanDuration {
  private HumanDuration() {}

  /** How long ago a timestamp was, {@code <unknown>} if there is none. */
  public static String since(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "<unknown>";
    }
    try {
      return text(Duration.between(Instant.parse(timestamp), now));
    } catch (DateTimeParseException notATime) {
      return "<unknown>";
    }
  }

  public static String text(Duration span) {
    long seconds = span.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 2 * 60) {
      return Math.max(0, seconds) + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 3 * 60) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    return hours < 48 ? hours + "h" : days(hours);
  }

  private static String days(long hours) {
    long days = hours / 24;
    if (days < 8) {
      return two(days, "d", hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    return days < 8 * 365 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String two(long more, String unit, long less, String smallerUnit) {
    return less == 0 ? more + unit : more + unit + less + smallerUnit;
  }
}
