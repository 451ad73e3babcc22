package dev.cnilab.conformance.kubernetes.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ages and times as programs print them. */
public final class PrintedTimes {
  private static final Pattern AGE =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
  private static final Pattern STAMP =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d|\\w{3}, \\d\\d \\w{3} \\d{4}"
              + " \\d\\d:\\d\\d:\\d\\d \\+0000");
  private static final DateTimeFormatter MAIL =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

  private PrintedTimes() {}

  /** The duration of an age as {@code kubectl} prints it; none for other text. */
  public static Duration age(String text) {
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      return Duration.ZERO;
    }
    long[] units = {86400, 3600, 60, 1};
    long seconds = 0;
    for (int i = 0; i < units.length; i++) {
      String number = age.group(i + 1);
      seconds += number == null ? 0 : units[i] * Long.parseLong(number);
    }
    return Duration.ofSeconds(seconds);
  }

  /** The times of day in a text, as logs, objects and letters print them. */
  static List<Instant> stamps(String text) {
    return STAMP
        .matcher(text)
        .results()
        .map(
            stamp ->
                stamp.group().contains(",")
                    ? MAIL.parse(stamp.group(), Instant::from)
                    : LocalDateTime.parse(stamp.group()).toInstant(ZoneOffset.UTC))
        .toList();
  }
}
