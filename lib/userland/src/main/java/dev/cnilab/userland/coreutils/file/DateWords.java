package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses instants as {@code date -d} and {@code journalctl --since} do: dates, times of day, zones,
 * weekdays and offsets in any order; "Date input formats" of coreutils.
 */
public final class DateWords {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final Pattern EPOCH = Pattern.compile("@(-?\\d{1,12})(?:\\.(\\d{1,9}))?");
  private static final Pattern DATE = Pattern.compile("(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})t?");
  private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})\\b");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:\\s*([ap])\\.?m\\.?)?");
  private static final Pattern ZONE =
      Pattern.compile("(?:utc|gmt|z)\\b|([-+])(\\d{2}):?(\\d{2})?\\b(?!\\s*[a-z])");
  private static final Pattern DAY_MONTH =
      Pattern.compile("(\\d{1,2})[ -]([a-z]{3})[a-z]*[ -]?,?\\s*(\\d{4})?\\b");
  private static final Pattern MONTH_DAY =
      Pattern.compile("([a-z]{3})[a-z]*\\s+(\\d{1,2})(?!:)\\b,?(?:\\s+(\\d{4})\\b)?");
  private static final Pattern SPAN =
      Pattern.compile(
          "([-+]?)\\s*(\\d{0,9})\\s*\\b(sec|second|min|minute|hour|day|week|fortnight|month|year"
              + "|[smhdw])s?\\b(\\s+ago)?");
  private static final Pattern NEAR =
      Pattern.compile("(next|last|this)\\s+(second|minute|hour|day|week|month|year)\\b");
  private static final Pattern WEEKDAY =
      Pattern.compile("(?:(next|last|this)\\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\\b,?");

  private final LocalDateTime now;
  private String rest;
  private Optional<LocalDate> date = Optional.empty();
  private Optional<LocalTime> time = Optional.empty();
  private ZoneOffset zone = ZoneOffset.UTC;
  private LocalDateTime moved;

  private DateWords(String text, Instant now) {
    this.rest = text;
    this.now = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    this.moved = this.now;
  }

  static Instant parse(Invocation call, String text) throws ProgramException {
    return parse(text, call.process().now())
        .orElseThrow(() -> call.failure(1, "invalid date '" + text + "'"));
  }

  /** The instant that the words denote; empty if they are invalid. */
  public static Optional<Instant> parse(String text, Instant now) {
    String words = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^tz=\"utc\\d*\"\\s*", "");
    try {
      Matcher epoch = EPOCH.matcher(words);
      if (epoch.matches()) {
        String fraction = epoch.group(2) == null ? "" : epoch.group(2);
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(1)), nanos(fraction)));
      }
      return words.isEmpty()
          ? Optional.of(now.truncatedTo(ChronoUnit.DAYS))
          : new DateWords(words, now).instant();
    } catch (DateTimeException | ArithmeticException notOne) {
      return Optional.empty();
    }
  }

  private static int nanos(String fraction) {
    return Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private Optional<Instant> instant() {
    StringBuilder spans = new StringBuilder();
    while (!rest.isEmpty()) {
      boolean known = takesDate() || takesTime() || takesDay() || takesSpan(spans);
      if (!known) {
        return Optional.empty();
      }
      rest = rest.strip();
    }
    LocalTime ofDay = time.orElse(date.isPresent() ? LocalTime.MIDNIGHT : now.toLocalTime());
    moved = date.orElse(now.toLocalDate()).atTime(ofDay);
    Matcher span = SPAN.matcher(spans);
    while (span.find()) {
      move(span);
    }
    return Optional.of(moved.toInstant(zone));
  }

  /** Removes and returns the pattern's match at the start of the rest. */
  private Optional<Matcher> take(Pattern pattern) {
    Matcher matcher = pattern.matcher(rest);
    if (!matcher.lookingAt() || matcher.end() == 0) {
      return Optional.empty();
    }
    rest = rest.substring(matcher.end());
    return Optional.of(matcher);
  }

  private boolean takesDate() {
    Optional<Matcher> numbers = take(DATE);
    if (numbers.isPresent()) {
      return set(numbers.get().group(1), numbers.get().group(3), numbers.get().group(4));
    }
    Optional<Matcher> digits = take(DIGITS);
    if (digits.isPresent()) {
      return set(digits.get().group(1), digits.get().group(2), digits.get().group(3));
    }
    Matcher day = DAY_MONTH.matcher(rest);
    if (day.lookingAt() && MONTHS.contains(day.group(2))) {
      rest = rest.substring(day.end());
      return set(day.group(3), month(day.group(2)), day.group(1));
    }
    Matcher month = MONTH_DAY.matcher(rest);
    if (month.lookingAt() && MONTHS.contains(month.group(1))) {
      rest = rest.substring(month.end());
      return set(month.group(3), month(month.group(1)), month.group(2));
    }
    return false;
  }

  private static String month(String name) {
    return String.valueOf(MONTHS.indexOf(name) + 1);
  }

  private boolean set(String year, String month, String day) {
    date =
        Optional.of(
            LocalDate.of(
                year == null ? now.getYear() : Integer.parseInt(year),
                Integer.parseInt(month),
                Integer.parseInt(day)));
    return true;
  }

  private boolean takesTime() {
    Optional<Matcher> found = take(TIME);
    if (found.isPresent()) {
      Matcher parts = found.get();
      int hour = Integer.parseInt(parts.group(1));
      if (parts.group(5) != null) {
        hour = hour % 12 + (parts.group(5).equals("p") ? 12 : 0);
      }
      int second = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
      int nanos = nanos(parts.group(4) == null ? "" : parts.group(4));
      time = Optional.of(LocalTime.of(hour, Integer.parseInt(parts.group(2)), second, nanos));
      rest = rest.strip();
    }
    Optional<Matcher> offset = take(ZONE);
    if (offset.isPresent() && offset.get().group(1) != null) {
      String minutes = offset.get().group(3) == null ? "00" : offset.get().group(3);
      zone = ZoneOffset.of(offset.get().group(1) + offset.get().group(2) + ":" + minutes);
    }
    return found.isPresent() || offset.isPresent();
  }

  private boolean takesDay() {
    Matcher named = Pattern.compile("(now|today|midnight|noon)\\b").matcher(rest);
    if (named.lookingAt()) {
      rest = rest.substring(named.end());
      switch (named.group(1)) {
        case "noon" -> time = Optional.of(LocalTime.NOON);
        case "midnight" -> time = Optional.of(LocalTime.MIDNIGHT);
        default -> {}
      }
      return true;
    }
    Optional<Matcher> weekday = take(WEEKDAY);
    if (weekday.isEmpty()) {
      return false;
    }
    DayOfWeek day = DayOfWeek.of(DAYS.indexOf(weekday.get().group(2)) + 1);
    String which = weekday.get().group(1) == null ? "" : weekday.get().group(1);
    LocalDate from = now.toLocalDate();
    if (date.isEmpty()) {
      date =
          Optional.of(
              from.with(
                  switch (which) {
                    case "next" -> TemporalAdjusters.next(day);
                    case "last" -> TemporalAdjusters.previous(day);
                    default -> TemporalAdjusters.nextOrSame(day);
                  }));
    }
    return true;
  }

  private boolean takesSpan(StringBuilder spans) {
    Matcher whole = Pattern.compile("(yesterday|tomorrow)\\b").matcher(rest);
    if (whole.lookingAt()) {
      rest = rest.substring(whole.end());
      spans.append(whole.group().equals("tomorrow") ? " +1 day" : " -1 day");
      return true;
    }
    Optional<Matcher> near = take(NEAR);
    if (near.isPresent()) {
      int steps = List.of("last", "this", "next").indexOf(near.get().group(1)) - 1;
      spans.append(steps < 0 ? " -1 " : " +" + steps + " ").append(near.get().group(2));
      return true;
    }
    Optional<Matcher> span = take(SPAN);
    span.ifPresent(each -> spans.append(' ').append(each.group()));
    return span.isPresent();
  }

  private void move(Matcher span) {
    long count = span.group(2).isEmpty() ? 1 : Long.parseLong(span.group(2));
    boolean back = span.group(1).equals("-") != (span.group(4) != null);
    long steps = back ? -count : count;
    moved =
        switch (span.group(3)) {
          case "s", "sec", "second" -> moved.plusSeconds(steps);
          case "m", "min", "minute" -> moved.plusMinutes(steps);
          case "h", "hour" -> moved.plusHours(steps);
          case "d", "day" -> moved.plusDays(steps);
          case "w", "week" -> moved.plusWeeks(steps);
          case "fortnight" -> moved.plusWeeks(2 * steps);
          case "month" -> overflowing(moved, steps);
          default -> overflowing(moved, 12 * steps);
        };
  }

  /**
   * The same day some months later; a day that the month does not have overflows into the next
   * month.
   */
  private static LocalDateTime overflowing(LocalDateTime from, long months) {
    LocalDateTime first = from.withDayOfMonth(1).plusMonths(months);
    return first.plusDays(from.getDayOfMonth() - 1L);
  }
}
