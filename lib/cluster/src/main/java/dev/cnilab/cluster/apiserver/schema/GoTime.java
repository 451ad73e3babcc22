package dev.cnilab.cluster.apiserver.schema;

import dev.cnilab.cluster.object.Json;
import java.time.YearMonth;
import java.util.Optional;

/** What Go's {@code time.Parse} says of a text that is no time of RFC 3339. */
final class GoTime {
  private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
  private static final String MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";

  private final String text;
  private final String layout;
  private String rest;

  private GoTime(String text, String layout) {
    this.text = text;
    this.layout = layout;
    this.rest = text;
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
      if (!rest.isEmpty()) {
        throw new Malformed(": extra text: " + quoted(rest));
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
    if (!rest.matches("(?s)\\d{" + digits + "}.*")) {
      throw unlike(element);
    }
    int value = Integer.parseInt(rest.substring(0, digits));
    rest = rest.substring(digits);
    if (value < least || value > most) {
      throw new Malformed(": " + name + " out of range");
    }
    return value;
  }

  private void literal(String wanted) {
    if (!rest.startsWith(wanted)) {
      throw unlike(wanted);
    }
    rest = rest.substring(wanted.length());
  }

  private void fraction(boolean micro) {
    if (micro && !rest.matches("(?s)[.,]\\d{6}.*")) {
      throw unlike(".000000");
    }
    rest = rest.replaceFirst("^[.,]\\d+", "");
  }

  private void zone() {
    if (rest.startsWith("Z")) {
      rest = rest.substring(1);
    } else if (rest.matches("(?s)[+-]\\d\\d:\\d\\d.*")) {
      boolean sane =
          Integer.parseInt(rest.substring(1, 3)) <= 24
              && Integer.parseInt(rest.substring(4, 6)) <= 60;
      if (!sane) {
        throw new Malformed(": time zone offset hour out of range");
      }
      rest = rest.substring(6);
    } else {
      throw unlike("Z07:00");
    }
  }

  private Malformed unlike(String element) {
    return new Malformed(
        " as " + quoted(layout) + ": cannot parse " + quoted(rest) + " as " + quoted(element));
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
