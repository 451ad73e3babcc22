package dev.cnilab.cluster.cron;

import dev.cnilab.cluster.cron.CronField.Kind;
import dev.cnilab.cluster.log.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The schedule of a CronJob: five fields as in crontab(5), or {@code @hourly} and the like, or
 * {@code @every} with a duration. Written by hand in order to report errors in Kubernetes' own
 * words.
 */
public final class CronSchedule {
  private static final Map<String, String> NAMED =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final String EVERY = "@every ";

  /** How far robfig/cron looks ahead for a matching day. */
  private static final int YEARS = 5;

  private final Duration every;
  private final CronField minute;
  private final CronField hour;
  private final CronField day;
  private final CronField month;
  private final CronField weekday;

  private CronSchedule(Duration every, String fields) {
    this.every = every;
    String[] parts = fields.strip().split("\\s+", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException(
          "expected exactly 5 fields, found %d: [%s]"
              .formatted(parts.length, String.join(" ", parts)));
    }
    minute = CronField.parse(parts[0], Kind.MINUTE);
    hour = CronField.parse(parts[1], Kind.HOUR);
    day = CronField.parse(parts[2], Kind.DAY);
    month = CronField.parse(parts[3], Kind.MONTH);
    weekday = CronField.parse(parts[4], Kind.WEEKDAY);
  }

  /**
   * Parses a schedule.
   *
   * @throws IllegalArgumentException in the words of robfig/cron's {@code ParseStandard}
   */
  public static CronSchedule parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty spec string");
    }
    if (text.startsWith(EVERY)) {
      Duration every =
          GoDuration.parse(text.substring(EVERY.length()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "failed to parse duration "
                              + text
                              + ": time: invalid duration \""
                              + text.substring(EVERY.length())
                              + "\""));
      Duration seconds = every.truncatedTo(ChronoUnit.SECONDS);
      return new CronSchedule(
          seconds.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : seconds,
          "* * * * *");
    }
    if (text.startsWith("@")) {
      return new CronSchedule(
          Duration.ZERO,
          Optional.ofNullable(NAMED.get(text))
              .orElseThrow(() -> new IllegalArgumentException("unrecognized descriptor: " + text)));
    }
    return new CronSchedule(Duration.ZERO, text);
  }

  /** The first time after the given one at which it is due; empty if it never is. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    if (!every.isZero()) {
      return Optional.of(after.plus(every).truncatedTo(ChronoUnit.SECONDS));
    }
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    int lastYear = time.getYear() + YEARS;
    while (time.getYear() <= lastYear) {
      if (!month.allows(time.getMonthValue())) {
        time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      } else if (!isDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hour.allows(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minute.allows(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  /** If both kinds of day are restricted, one match is enough. */
  private boolean isDay(ZonedDateTime time) {
    boolean fits = day.allows(time.getDayOfMonth());
    boolean fitsWeek = weekday.allows(time.getDayOfWeek().getValue() % 7);
    return (day.any() || weekday.any()) ? (fits && fitsWeek) : (fits || fitsWeek);
  }
}
