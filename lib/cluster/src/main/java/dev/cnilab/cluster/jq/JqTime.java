package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.cnilab.userland.coreutils.DateFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A "broken down" time in jq: year, month from zero, day, hours, minutes, seconds, day of the week
 * from Sunday, day of the year from zero.
 */
record JqTime(LocalDateTime time) {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** An error, in jq's words. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String message) {
      super(message);
    }
  }

  /** From seconds since 1970. */
  static JqTime ofSeconds(double seconds) {
    long whole = (long) Math.floor(seconds);
    long nanos = Math.round((seconds - whole) * 1e6) * 1000;
    return new JqTime(LocalDateTime.ofInstant(Instant.ofEpochSecond(whole, nanos), ZoneOffset.UTC));
  }

  /**
   * From a broken down time, or from seconds.
   *
   * @param function named in the error if it is neither
   */
  static JqTime of(JsonNode value, String function) throws WrongException {
    if (value.isNumber()) {
      return ofSeconds(value.doubleValue());
    } else if (!value.isArray()) {
      throw new WrongException(function + " requires parsed datetime inputs");
    }
    return ofParts(value, function);
  }

  static JqTime ofParts(JsonNode parts, String function) throws WrongException {
    for (int i = 0; i < 8; i++) {
      if (!parts.path(i).isNumber()) {
        throw new WrongException(function + " requires parsed datetime inputs");
      }
    }
    LocalDateTime start = LocalDateTime.of(parts.get(0).intValue(), 1, 1, 0, 0);
    return new JqTime(
        start
            .plusMonths(parts.get(1).intValue())
            .plusDays(parts.get(2).intValue() - 1L)
            .plusHours(parts.get(3).intValue())
            .plusMinutes(parts.get(4).intValue())
            .plusNanos((long) (parts.get(5).doubleValue() * 1e9)));
  }

  /** Parses a text as strptime(3) does. */
  static JqTime parse(String text, String format) throws WrongException {
    StringBuilder pattern = new StringBuilder();
    StringBuilder order = new StringBuilder();
    String whole = format.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S");
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c == '%' && i + 1 < whole.length()) {
        char directive = whole.charAt(++i);
        pattern.append('(').append(directive(directive)).append(')');
        order.append(directive);
      } else {
        pattern.append(c == ' ' ? "\\s*" : Pattern.quote(String.valueOf(c)));
      }
    }
    Matcher found = Pattern.compile(pattern.toString()).matcher(text);
    WrongException wrong =
        new WrongException("date \"" + text + "\" does not match format \"" + format + "\"");
    if (!found.matches()) {
      throw wrong;
    }
    try {
      return new JqTime(read(found, order));
    } catch (DateTimeException impossible) {
      throw wrong;
    }
  }

  private static String directive(char letter) {
    return switch (letter) {
      case 'Y' -> "\\d{4}";
      case 'm', 'd', 'e', 'H', 'M', 'S', 'y' -> "\\s?\\d{1,2}";
      case 'j' -> "\\d{1,3}";
      case 'a', 'A', 'b', 'B', 'h', 'Z' -> "[A-Za-z]+";
      case 'z' -> "Z|[-+]\\d{2}:?\\d{2}";
      case 's' -> "\\d{1,12}";
      default -> "%" + Pattern.quote(String.valueOf(letter));
    };
  }

  private static LocalDateTime read(Matcher found, StringBuilder order) {
    LocalDateTime time = LocalDateTime.of(1900, 1, 1, 0, 0);
    for (int i = 0; i < order.length(); i++) {
      String text = found.group(i + 1).strip();
      int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
      time =
          switch (order.charAt(i)) {
            case 'Y' -> time.withYear(number);
            case 'y' -> time.withYear(number + (number < 69 ? 2000 : 1900));
            case 'm' -> time.withMonth(number);
            case 'b', 'B', 'h' -> time.withMonth(month(text));
            case 'd', 'e' -> time.withDayOfMonth(number);
            case 'j' -> time.withDayOfYear(number);
            case 'H' -> time.withHour(number);
            case 'M' -> time.withMinute(number);
            case 'S' -> time.withSecond(number);
            case 's' -> LocalDateTime.ofEpochSecond(Long.parseLong(text), 0, ZoneOffset.UTC);
            default -> time; // names of days and zones, which jq ignores as well
          };
    }
    return time;
  }

  private static int month(String name) {
    int month =
        MONTHS.indexOf(name.substring(0, Math.min(3, name.length())).toLowerCase(Locale.ROOT));
    if (month < 0) {
      throw new DateTimeException(name);
    }
    return month + 1;
  }

  /** As an array. */
  JsonNode parts() {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    parts.add(time.getYear()).add(time.getMonthValue() - 1).add(time.getDayOfMonth());
    parts.add(time.getHour()).add(time.getMinute());
    parts.add(number(time.getSecond() + time.getNano() / 1e9));
    return parts.add(time.getDayOfWeek().getValue() % 7).add(time.getDayOfYear() - 1);
  }

  /** As seconds since 1970. */
  JsonNode seconds() {
    return LongNode.valueOf(time.toEpochSecond(ZoneOffset.UTC));
  }

  /** As text. */
  String text(String format) {
    return DateFormat.text(format, time.atZone(ZoneOffset.UTC));
  }

  /** A number, without a fraction if it has none. */
  static JsonNode number(double value) {
    return value == Math.rint(value) ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }
}
