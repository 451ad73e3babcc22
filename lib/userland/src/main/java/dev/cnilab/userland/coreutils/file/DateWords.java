package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as {@code date -d} and {@code journalctl --since} take them. */
public final class DateWords {
  private static final Pattern RELATIVE =
      Pattern.compile(
          "([-+]?)\\s*(\\d{1,9})\\s*(s|sec|second|m|min|minute|h|hr|hour|d|day|w|week)s?(\\s+ago)?");

  private DateWords() {}

  static Instant parse(Invocation call, String text) throws ProgramException {
    return parse(text, call.process().loop().now())
        .orElseThrow(() -> call.failure(1, "invalid date '" + text + "'"));
  }

  /** The instant the words mean; empty if they mean none. */
  public static Optional<Instant> parse(String text, Instant now) {
    String words = text.strip().toLowerCase(Locale.ROOT);
    Instant midnight = now.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    Matcher relative = RELATIVE.matcher(words);
    if (relative.matches()) {
      Duration span = unit(relative.group(3)).multipliedBy(Long.parseLong(relative.group(2)));
      boolean back = relative.group(1).equals("-") != (relative.group(4) != null);
      return Optional.of(back ? now.minus(span) : now.plus(span));
    }
    return switch (words) {
      case "", "today" -> Optional.of(midnight);
      case "now" -> Optional.of(now);
      case "yesterday" -> Optional.of(midnight.minus(Duration.ofDays(1)));
      case "tomorrow" -> Optional.of(midnight.plus(Duration.ofDays(1)));
      default -> absolute(text.strip(), midnight);
    };
  }

  private static Duration unit(String name) {
    return switch (name.charAt(0)) {
      case 's' -> Duration.ofSeconds(1);
      case 'm' -> Duration.ofMinutes(1);
      case 'h' -> Duration.ofHours(1);
      case 'd' -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }

  private static Optional<Instant> absolute(String text, Instant midnight) {
    try {
      if (text.matches("@\\d{1,12}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text.substring(1))));
      } else if (text.matches("\\d{2}:\\d{2}(:\\d{2})?")) {
        return Optional.of(midnight.plusSeconds(LocalTime.parse(text).toSecondOfDay()));
      } else if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
      } else if (text.matches(
          "\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?( ?UTC)?")) {
        String bare = text.replaceFirst(" ?UTC$", "").replace(' ', 'T');
        return Optional.of(LocalDateTime.parse(bare).toInstant(ZoneOffset.UTC));
      }
      return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }
}
