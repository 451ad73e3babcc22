package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.ITEMS;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;

import com.google.protobuf.NullValue;
import dev.cnilab.cluster.apiserver.cost.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** CEL's {@code '%s'.format([…])}, which its Java library lacks. */
public final class TextFormat {
  private static final Pattern CLAUSE = Pattern.compile("%(?:%|(?:\\.(\\d+))?([a-zA-Z]))");
  private static final int USUAL_PRECISION = 6;

  private TextFormat() {}

  public static void declare(FunctionTable table) {
    table.member(TEXT, "format", ITEMS, TEXT, TextFormat::format);
  }

  private static String format(String form, List<?> values) {
    Iterator<?> rest = values.iterator();
    return CLAUSE
        .matcher(form)
        .replaceAll(
            clause ->
                Matcher.quoteReplacement(
                    clause.group(2) == null
                        ? "%"
                        : one(clause.group(2), precision(clause.group(1)), next(rest, values))));
  }

  private static int precision(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? USUAL_PRECISION : Integer.parseInt(digits);
  }

  private static Object next(Iterator<?> rest, List<?> values) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("index " + values.size() + " out of range");
    }
    return rest.next();
  }

  private static String one(String verb, int precision, Object value) {
    Budget.charge(Budget.ofText(precision));
    return switch (verb) {
      case "s" -> text(value);
      case "d" -> String.valueOf(number(verb, value));
      case "b" -> Long.toBinaryString(bit(verb, value));
      case "o" -> Long.toOctalString(number(verb, value));
      case "x" -> hexadecimal(verb, value);
      case "X" -> hexadecimal(verb, value).toUpperCase(Locale.ROOT);
      case "f" -> String.format(Locale.ROOT, "%." + precision + "f", fraction(verb, value));
      case "e" -> String.format(Locale.ROOT, "%." + precision + "e", fraction(verb, value));
      default ->
          throw new IllegalArgumentException(
              "could not parse formatting clause: unrecognized formatting clause \"" + verb + "\"");
    };
  }

  private static String hexadecimal(String verb, Object value) {
    return value instanceof String text
        ? text.chars().mapToObj("%02x"::formatted).collect(Collectors.joining())
        : Long.toHexString(number(verb, value));
  }

  private static long bit(String verb, Object value) {
    return value instanceof Boolean truth ? truth ? 1 : 0 : number(verb, value);
  }

  private static long number(String verb, Object value) {
    if (value instanceof Long whole) {
      return whole;
    }
    throw unfit(verb, "integer", value);
  }

  private static double fraction(String verb, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw unfit(verb, "double", value);
  }

  private static IllegalArgumentException unfit(String verb, String wanted, Object value) {
    return new IllegalArgumentException(
        "error during formatting: %%%s clause can only be used on %ss, was given %s"
            .formatted(verb, wanted, text(value)));
  }

  private static String text(Object value) {
    return switch (CelTimes.java(value)) {
      case Duration time -> text(time.toNanos() / 1e9) + "s";
      case NullValue none -> "null";
      case Double number -> new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
      case List<?> list ->
          list.stream().map(TextFormat::text).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      default -> String.valueOf(CelTimes.java(value));
    };
  }
}
