package dev.cnilab.cluster.apiserver.schema.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 3339 times as Go reads and writes them: the messages of {@code time.Parse} for a text that is
 * none, and what {@code metav1.Time} and {@code metav1.MicroTime} make of the others.
 */
final class GoTime {
  private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
  private static final String MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";

  private static final Pattern OFFSET = Pattern.compile("[+-](\\d\\d):(\\d\\d)");

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  /** Go's zero time, which is written as null. */
  private static final LocalDateTime ZERO = LocalDateTime.of(1, 1, 1, 0, 0);

  private static final Pattern SHORT_HOUR = Pattern.compile("T(\\d):");

  private static final Pattern PARTS =
      Pattern.compile("(.{19})(?:[.,](\\d+))?(?:Z|([+-])(\\d\\d):(\\d\\d))");

  private final String text;
  private final String layout;
  private int at;

  private GoTime(String text, String layout) {
    this.text = text;
    this.layout = layout;
  }

  /** What is wrong with a {@code metav1.Time}; a fraction of a second may follow. */
  static Optional<String> complaint(String text) {
    return new GoTime(text, LAYOUT).parse();
  }

  /** What is wrong with a {@code metav1.MicroTime}, whose fraction has six digits. */
  static Optional<String> microComplaint(String text) {
    return new GoTime(text, MICRO_LAYOUT).parse();
  }

  /** A valid {@code metav1.Time} in whole seconds of UTC; null for Go's zero time. */
  static JsonNode canonical(JsonNode time) {
    return isCanonical(time.asText(), "....-..-..T..:..:..Z".length())
        ? time
        : canonical(time, SECONDS);
  }

  /** A valid {@code metav1.MicroTime} in microseconds of UTC; null for Go's zero time. */
  static JsonNode canonicalMicro(JsonNode time) {
    return isCanonical(time.asText(), "....-..-..T..:..:..".length() + ".......Z".length())
        ? time
        : canonical(time, MICROSECONDS);
  }

  /** Whether a valid time is certainly written as it is read; most are. */
  private static boolean isCanonical(String text, int length) {
    return text.length() == length
        && text.endsWith("Z")
        && text.indexOf(',') < 0 // Go reads it and writes a point
        && !text.startsWith("0001-");
  }

  private static JsonNode canonical(JsonNode time, DateTimeFormatter format) {
    Matcher parts = PARTS.matcher(SHORT_HOUR.matcher(time.asText()).replaceFirst("T0$1:"));
    if (!parts.matches()) {
      throw new IllegalArgumentException(time + " is no time");
    }
    LocalDateTime utc = LocalDateTime.parse(parts.group(1));
    if (parts.group(2) != null) {
      utc = utc.withNano(Integer.parseInt((parts.group(2) + "00000000").substring(0, 9)));
    }
    if (parts.group(3) != null) {
      int minutes = Integer.parseInt(parts.group(4)) * 60 + Integer.parseInt(parts.group(5));
      utc = utc.plusMinutes(parts.group(3).equals("-") ? minutes : -minutes);
    }
    return utc.equals(ZERO) ? NullNode.getInstance() : TextNode.valueOf(format.format(utc));
  }

  private Optional<String> parse() {
    try {
      int year = number("2006", 4, 0, 9999, "year");
      literal("-");
      int month = number("01", 2, 1, 12, "month");
      literal("-");
      int day = number("02", 2, 0, 99, "day");
      literal("T");
      number("15", Math.clamp(digits(), 1, 2), 0, 23, "hour"); // one digit will do
      literal(":");
      number("04", 2, 0, 59, "minute");
      literal(":");
      number("05", 2, 0, 59, "second");
      fraction();
      zone();
      if (at < text.length()) {
        throw new Malformed(": extra text: " + quoted(rest()));
      }
      if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
        throw new Malformed(": day out of range");
      }
      return Optional.empty();
    } catch (Malformed malformed) {
      return Optional.of("parsing time " + quoted(text) + malformed.getMessage());
    }
  }

  private int number(String element, int digits, int least, int most, String name) {
    if (digits() < digits) {
      throw unlike(element);
    }
    int value = Integer.parseInt(text, at, at + digits, 10);
    at += digits;
    if (value < least || value > most) {
      throw new Malformed(": " + name + " out of range");
    }
    return value;
  }

  /** How many digits come next. */
  private int digits() {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - at;
  }

  private void literal(String wanted) {
    if (!take(wanted)) {
      throw unlike(wanted);
    }
  }

  private boolean take(String wanted) {
    boolean there = text.startsWith(wanted, at);
    at += there ? wanted.length() : 0;
    return there;
  }

  private void fraction() {
    boolean micro = layout.equals(MICRO_LAYOUT);
    int start = at;
    int digits = take(".") || take(",") ? digits() : 0;
    boolean unlike = micro && digits < 6;
    at = digits == 0 || unlike ? start : at + (micro ? 6 : digits);
    if (unlike) {
      throw unlike(".000000");
    }
  }

  private void zone() {
    if (take("Z")) {
      return;
    }
    Matcher offset = OFFSET.matcher(text).region(at, text.length());
    if (!offset.lookingAt()) {
      throw unlike("Z07:00");
    }
    if (Integer.parseInt(offset.group(2)) > 60) {
      throw new Malformed(": time zone offset minute out of range");
    } else if (Integer.parseInt(offset.group(1)) > 24) {
      throw new Malformed(": time zone offset hour out of range");
    }
    at = offset.end();
  }

  private String rest() {
    return text.substring(at);
  }

  private Malformed unlike(String element) {
    return new Malformed(
        " as " + quoted(layout) + ": cannot parse " + quoted(rest()) + " as " + quoted(element));
  }

  private static String quoted(String text) {
    return Json.text(TextNode.valueOf(text));
  }

  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
