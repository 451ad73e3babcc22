package dev.cnilab.cluster.apiserver.schema.decoding;

import dev.cnilab.cluster.object.Json;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of Go's {@code time.Parse} for a text that is no RFC 3339 time. */
final class GoTime {
  private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
  private static final String MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";

  private static final Pattern OFFSET = Pattern.compile("[+-](\\d\\d):(\\d\\d)");

  private final String text;
  private final String layout;
  private int at;

  private GoTime(String text, String layout) {
    this.text = text;
    this.layout = layout;
  }

  /** What is wrong with a {@code metav1.Time}; a fraction of a second may follow. */
  static Optional<String> complaint(String text) {
    return new GoTime(text, LAYOUT).parse(false);
  }

  /** What is wrong with a {@code metav1.MicroTime}, whose fraction has six digits. */
  static Optional<String> microComplaint(String text) {
    return new GoTime(text, MICRO_LAYOUT).parse(true);
  }

  private Optional<String> parse(boolean micro) {
    try {
      int year = number("2006", 4, 0, 9999, "year");
      literal("-");
      int month = number("01", 2, 1, 12, "month");
      literal("-");
      int day = number("02", 2, 0, 99, "day");
      literal("T");
      number("15", 2, 0, 23, "hour");
      literal(":");
      number("04", 2, 0, 59, "minute");
      literal(":");
      number("05", 2, 0, 59, "second");
      fraction(micro);
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

  private void fraction(boolean micro) {
    int start = at;
    int digits = take(".") || take(",") ? digits() : 0;
    boolean unlike = micro && digits < 6;
    at = digits == 0 || unlike ? start : at + digits;
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
    if (Integer.parseInt(offset.group(1)) > 24 || Integer.parseInt(offset.group(2)) > 60) {
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
    return Json.text(com.fasterxml.jackson.databind.node.TextNode.valueOf(text));
  }

  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
