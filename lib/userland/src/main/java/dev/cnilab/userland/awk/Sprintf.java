package dev.cnilab.userland.awk;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricshub.jawk.jrt.AwkRuntimeException;
import org.metricshub.jawk.jrt.JRT;

/**
 * The text that {@code printf} and {@code sprintf} make of a format and its arguments, as mawk does
 * with C's printf: an integer is an int, an unsigned one an unsigned int, and both stop at their
 * bounds.
 */
final class Sprintf {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%(?:%|([-+ 0#]*)(\\*|\\d*)(?:\\.(\\*|\\d*))?[hl]?(.?))", Pattern.DOTALL);

  private static final int DEFAULT_PRECISION = 6;
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  /** No double has more digits after its point. */
  private static final int MOST_DIGITS = 1074;

  private static final int BYTE = 0xff;
  private static final long MOST_UNSIGNED = 0xffff_ffffL;

  private final LongConsumer room;
  private final String function;
  private final String format;
  private final String numbers;
  private final Deque<Object> arguments;
  private final StringBuilder text = new StringBuilder();

  private Sprintf(
      LongConsumer room, String function, String numbers, String format, List<Object> arguments) {
    this.room = room;
    this.function = function;
    this.numbers = numbers;
    this.format = format;
    this.arguments = new ArrayDeque<>(arguments);
  }

  /**
   * Formats.
   *
   * @param room is asked before a text of that many characters is made
   * @param function {@code printf} or {@code sprintf}, for errors
   * @param numbers CONVFMT, the format of numbers that become text
   * @param words the format and the arguments
   * @throws AwkRuntimeException for a directive without argument, or one that C does not have
   */
  static String text(LongConsumer room, String function, String numbers, List<Object> words) {
    String format = JRT.toAwkString(words.getFirst(), numbers, Locale.ROOT);
    return new Sprintf(room, function, numbers, format, words.subList(1, words.size())).text();
  }

  private String text() {
    Matcher directive = DIRECTIVE.matcher(format);
    int at = 0;
    for (int number = 1; directive.find(); number++) {
      text.append(format, at, directive.start());
      at = directive.end();
      text.append(directive.group().equals("%%") ? "%" : converted(directive, number));
    }
    return text.append(format.substring(at)).toString();
  }

  private String converted(Matcher directive, int number) {
    String flags = directive.group(1);
    boolean alone = directive.group().equals("%");
    int width = size(directive.group(2));
    int precision = directive.group(3) == null ? -1 : size(directive.group(3));
    String conversion = directive.group(4);
    if (!alone && (conversion.isEmpty() || "diouxXcsfeEgG".indexOf(conversion.charAt(0)) < 0)) {
      throw error("improper conversion(number " + number + ") in ");
    }
    Object value = next();
    room.accept(text.length() + Math.max(Math.abs((long) width), precision));
    String converted =
        switch (conversion) {
          case "c" -> character(value);
          case "s" -> cut(string(value), precision);
          case "d", "i" -> signed(integer(value), flags, width, precision);
          case "o", "u", "x", "X" -> unsigned(conversion, value, flags, width, precision);
          default -> floating(conversion, JRT.toDouble(value), flags, width, precision);
        };
    return padded(converted, width, flags.contains("-"));
  }

  private int size(String digits) {
    if (digits.equals("*")) {
      return (int) JRT.toDouble(next());
    }
    return digits.isEmpty() ? 0 : (int) Math.min(Double.parseDouble(digits), LONGEST);
  }

  private Object next() {
    if (arguments.isEmpty()) {
      throw error("not enough arguments passed to ");
    }
    return arguments.pop();
  }

  private AwkRuntimeException error(String problem) {
    return new AwkRuntimeException(
        "run time error: " + problem + function + "(\"" + format + "\")");
  }

  private String string(Object value) {
    return text(value, numbers);
  }

  /**
   * The text of a value: a whole number that is an int in its digits, any other in a format.
   *
   * @param numbers CONVFMT or OFMT
   */
  static String text(Object value, String numbers) {
    if (!(value instanceof Number number)) {
      return JRT.toAwkString(value, numbers, Locale.ROOT);
    }
    double exact = number.doubleValue();
    return exact == (int) exact
        ? Integer.toString((int) exact)
        : text(room -> {}, "sprintf", numbers, List.of(numbers, exact));
  }

  /** A number is the byte of that value, of a text it is the first character. */
  private String character(Object value) {
    if (value instanceof Number number) {
      return Character.toString((char) (number.longValue() & BYTE));
    }
    String text = string(value);
    return text.isEmpty() ? "\0" : text.substring(0, 1);
  }

  private static String cut(String text, int precision) {
    return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
  }

  private static long integer(Object value) {
    return Math.clamp((long) JRT.toDouble(value), -Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static String signed(long value, String flags, int width, int precision) {
    String digits = Long.toString(Math.abs(value));
    return withZeros(sign(value < 0, flags), digits, flags, width, precision);
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private static String unsigned(
      String conversion, Object argument, String flags, int width, int precision) {
    long value = Math.clamp((long) JRT.toDouble(argument), 0, MOST_UNSIGNED);
    String digits =
        switch (conversion) {
          case "o" -> Long.toOctalString(value);
          case "x" -> Long.toHexString(value);
          case "X" -> Long.toHexString(value).toUpperCase(Locale.ROOT);
          default -> Long.toString(value);
        };
    boolean marked = flags.contains("#") && value != 0 && !conversion.equals("u");
    String mark = !marked ? "" : conversion.equals("o") ? "0" : "0" + conversion;
    return withZeros(mark, digits, flags, width, precision);
  }

  private static String withZeros(
      String sign, String digits, String flags, int width, int precision) {
    boolean filled = precision < 0 && flags.contains("0") && !flags.contains("-");
    int length = filled ? width - sign.length() : precision;
    return sign + "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private static String floating(
      String conversion, double value, String flags, int width, int precision) {
    boolean negative = Double.doubleToRawLongBits(value) < 0 || Double.isNaN(value);
    String sign = sign(negative, flags);
    if (!Double.isFinite(value)) {
      String name = Double.isNaN(value) ? "nan" : "inf";
      boolean upper = Character.isUpperCase(conversion.charAt(0));
      return sign + (upper ? name.toUpperCase(Locale.ROOT) : name);
    }
    int digits = precision < 0 ? DEFAULT_PRECISION : precision;
    String text =
        switch (conversion) {
          case "f" -> fixed(Math.abs(value), digits);
          case "e", "E" -> scientific(Math.abs(value), digits);
          default -> general(Math.abs(value), Math.max(1, digits), flags.contains("#"));
        };
    String cased =
        Character.isUpperCase(conversion.charAt(0)) ? text.toUpperCase(Locale.ROOT) : text;
    return withZeros(sign, cased, flags, width, -1);
  }

  /** Rounds as C does: the exact value, with a tie to the even digit. */
  private static String fixed(double value, int digits) {
    int exact = Math.min(digits, MOST_DIGITS);
    return new BigDecimal(value).setScale(exact, RoundingMode.HALF_EVEN).toPlainString()
        + "0".repeat(digits - exact);
  }

  private static String scientific(double value, int digits) {
    int exact = Math.min(digits, MOST_DIGITS);
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(exact + 1, RoundingMode.HALF_EVEN));
    String figures = rounded.unscaledValue().toString();
    int exponent = value == 0 ? 0 : figures.length() - 1 - rounded.scale();
    String fraction = figures.substring(1, Math.min(figures.length(), exact + 1));
    return figures.charAt(0)
        + (digits == 0 ? "" : "." + fraction + "0".repeat(digits - fraction.length()))
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** C's {@code %g}: the shorter of both notations, without zeros at its end. */
  private static String general(double value, int digits, boolean zeros) {
    String scientific = scientific(value, digits - 1);
    int split = scientific.indexOf('e');
    int exponent = Integer.parseInt(scientific.substring(split + 1));
    boolean plain = exponent >= -4 && exponent < digits;
    String number = plain ? fixed(value, digits - 1 - exponent) : scientific.substring(0, split);
    String trimmed = zeros || !number.contains(".") ? number : number.replaceFirst("\\.?0+$", "");
    return plain ? trimmed : trimmed + scientific.substring(split);
  }

  private static String padded(String text, int width, boolean left) {
    String spaces = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
    return left || width < 0 ? text + spaces : spaces + text;
  }
}
