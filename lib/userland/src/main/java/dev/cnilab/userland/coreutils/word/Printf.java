package dev.cnilab.userland.coreutils.word;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code printf}. */
public final class Printf implements Command {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-+ 0#]*)(\\*|\\d{0,4})(?:\\.(\\*|\\d{0,4}))?(.?)", Pattern.DOTALL);

  @Override
  public int run(Invocation call) throws IOException {
    if (call.arguments().isEmpty()) {
      throw call.failure(1, "missing operand\nTry 'printf --help' for more information.");
    }
    return new Run(call).print();
  }

  private static final class Run {
    private final Invocation call;
    private final Deque<String> arguments;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int status;
    private boolean ended;

    Run(Invocation call) {
      this.call = call;
      this.arguments = new ArrayDeque<>(call.arguments());
    }

    int print() {
      String format = arguments.pop();
      if (format.equals("--") && !arguments.isEmpty()) {
        format = arguments.pop();
      }
      int left;
      do {
        left = arguments.size();
        once(format);
      } while (!ended && !arguments.isEmpty() && arguments.size() < left);
      call.out().write(out.toByteArray());
      if (!ended && !arguments.isEmpty() && !call.isBusybox()) {
        call.complain(
            "warning: ignoring excess arguments, starting with "
                + Invocation.quote(arguments.peek()));
      }
      return status;
    }

    private void once(String format) {
      int at = 0;
      Matcher directive = DIRECTIVE.matcher(format);
      while (!ended && at < format.length()) {
        int percent = format.indexOf('%', at);
        int end = percent < 0 ? format.length() : percent;
        text(BackslashText.ofFormat(format.substring(at, end)));
        at = end;
        if (!ended && percent >= 0 && directive.find(percent)) {
          convert(directive);
          at = directive.end();
        }
      }
    }

    private void text(BackslashText text) {
      out.writeBytes(text.bytes());
      ended |= text.endsOutput();
    }

    private void convert(Matcher directive) {
      String flags = directive.group(1);
      String width = directive.group(2).equals("*") ? next("0") : directive.group(2);
      String precision = directive.group(3);
      if ("*".equals(precision)) {
        precision = next("0");
      }
      switch (directive.group(4)) {
        case "%" -> out.write('%');
        case "s" -> pad(cut(next(""), precision), flags, width);
        case "c" -> pad(cut(next(""), "1"), flags, width);
        case "b" -> {
          BackslashText text = BackslashText.ofEcho(next(""));
          text(text);
        }
        case "d", "i" -> number("d", flags, width, precision);
        case "u" -> number("d", flags, width, precision);
        case "o" -> number("o", flags, width, precision);
        case "x" -> number("x", flags, width, precision);
        case "X" -> number("X", flags, width, precision);
        case "f", "e", "g", "E", "G" -> floating(directive.group(4), flags, width, precision);
        default -> {
          call.complain(directive.group() + ": invalid directive");
          status = 1;
          ended = true;
        }
      }
    }

    private String next(String otherwise) {
      return arguments.isEmpty() ? otherwise : arguments.pop();
    }

    private static String cut(String text, String precision) {
      if (precision == null) {
        return text;
      }
      int length = precision.isEmpty() ? 0 : parseWidth(precision);
      return length < text.length() ? text.substring(0, length) : text;
    }

    private void pad(String text, String flags, String width) {
      int length = width.isEmpty() ? 0 : parseWidth(width);
      String spaces = " ".repeat(Math.max(0, Math.abs(length) - text.length()));
      boolean left = flags.contains("-") || length < 0;
      out.writeBytes((left ? text + spaces : spaces + text).getBytes(StandardCharsets.UTF_8));
    }

    private static int parseWidth(String digits) {
      try {
        return Math.clamp(Long.parseLong(digits), -9999, 9999);
      } catch (NumberFormatException notOne) {
        return 0;
      }
    }

    private void number(String conversion, String flags, String width, String precision) {
      long value = integer(next("0"));
      String digits =
          switch (conversion) {
            case "o" -> Long.toOctalString(value);
            case "x" -> Long.toHexString(value);
            case "X" -> Long.toHexString(value).toUpperCase(Locale.ROOT);
            default -> Long.toString(value).replaceFirst("-", "");
          };
      String sign = sign(conversion, value, flags);
      if (precision != null && !precision.isEmpty()) {
        digits = "0".repeat(Math.max(0, parseWidth(precision) - digits.length())) + digits;
      } else if (flags.contains("0") && !flags.contains("-") && !width.isEmpty()) {
        int room = parseWidth(width) - sign.length() - digits.length();
        digits = "0".repeat(Math.max(0, room)) + digits;
      }
      pad(sign + digits, flags, width);
    }

    private static String sign(String conversion, long value, String flags) {
      if (conversion.equals("d")) {
        return value < 0 ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
      }
      boolean prefixed = flags.contains("#") && value != 0;
      return !prefixed ? "" : conversion.equals("o") ? "0" : "0" + conversion;
    }

    private long integer(String text) {
      String trimmed = text.stripLeading();
      if (trimmed.startsWith("'") || trimmed.startsWith("\"")) {
        return trimmed.length() > 1 ? trimmed.codePointAt(1) : 0;
      }
      Matcher number = Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)").matcher(trimmed);
      if (!number.lookingAt()) {
        return notNumeric(text.isEmpty() && call.isBusybox() ? "" : text);
      }
      long value;
      try {
        value = Long.decode(number.group(1) + number.group(2));
      } catch (NumberFormatException tooLarge) {
        call.complain(text + ": Numerical result out of range");
        status = 1;
        return number.group(1).equals("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      if (number.end() < trimmed.length()) {
        call.complain(quoted(text) + ": value not completely converted");
        status = 1;
      }
      return value;
    }

    /** Rounds as C does: the exact value, with a tie to the even digit. */
    private static Number rounded(String conversion, double value, int digits) {
      return conversion.equals("f") && Double.isFinite(value)
          ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN)
          : value;
    }

    private long notNumeric(String text) {
      call.complain(quoted(text) + ": expected a numeric value");
      status = 1;
      return 0;
    }

    private static String quoted(String text) {
      return "'" + text + "'";
    }

    private void floating(String conversion, String flags, String width, String precision) {
      String text = next("0");
      double value;
      try {
        value = text.isEmpty() ? 0 : Double.parseDouble(text.strip());
      } catch (NumberFormatException notOne) {
        value = notNumeric(text);
      }
      int digits = precision == null ? 6 : precision.isEmpty() ? 0 : parseWidth(precision);
      String number =
          conversion.equalsIgnoreCase("g")
              ? general(value, Math.max(1, digits))
              : String.format(
                  Locale.ROOT,
                  "%." + digits + conversion.toLowerCase(Locale.ROOT),
                  rounded(conversion, value, digits));
      if (flags.contains("0") && !flags.contains("-") && !width.isEmpty()) {
        number = "0".repeat(Math.max(0, parseWidth(width) - number.length())) + number;
      }
      pad(number, flags, width);
    }

    private static String general(double value, int digits) {
      java.math.BigDecimal rounded =
          new java.math.BigDecimal(value, new java.math.MathContext(digits));
      String plain = rounded.toPlainString();
      return plain.contains(".") ? plain.replaceFirst("\\.?0+$", "") : plain;
    }
  }
}
