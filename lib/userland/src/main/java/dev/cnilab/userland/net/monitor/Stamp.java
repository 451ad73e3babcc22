package dev.cnilab.userland.net.monitor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How {@code ip monitor} dates what it prints. */
public enum Stamp {
  NONE,
  /** {@code -timestamp}: a line of its own. */
  LINE,
  /** {@code -tshort}: the beginning of the line. */
  SHORT;

  private static final long MICROS = 1000;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ENGLISH);

  /** What stands before a change at that time (print_timestamp of iproute2's lib/utils.c). */
  String of(Instant time) {
    ZonedDateTime at = time.atZone(ZoneOffset.UTC);
    long micros = at.getNano() / MICROS;
    return switch (this) {
      case NONE -> "";
      case LINE -> "Timestamp: %s %d usec\n".formatted(DATE.format(at), micros);
      case SHORT -> "[%s.%06d] ".formatted(SHORT_DATE.format(at), micros);
    };
  }
}
