package dev.cnilab.userland.awk.source;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes numbers with an exponent or many digits as plain decimals with a point, because the
 * library reads {@code 1e3} as 1 and the variable e3. What is a text, an expression, a name or a
 * comment stays as it is.
 */
public final class NumberLiterals {
  /** No double is larger or smaller than with this exponent. */
  private static final int MOST_EXPONENT = 400;

  /** Group 1 is a number with an exponent; a slash divides what ends with a value. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "#[^\n"
              + "]*|\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_]\\w*"
              + "|((?:\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d+|\\d{18,}\\.?\\d*)|\\d+\\.?\\d*|\\.\\d+|/|\\s+|.",
          Pattern.DOTALL);

  private static final Pattern EXPRESSION =
      Pattern.compile("/(?:[^/\\\\\n\\[]|\\\\.|\\[\\^?]?[^]\n]*]|\\[)*/");

  private static final Pattern ENDS_VALUE = Pattern.compile("[\\w$)\\]\".]");
  private static final Pattern KEYWORD = Pattern.compile("print|printf|return|in|getline|exit");

  private NumberLiterals() {}

  /** The program with plain numbers. */
  public static String plain(String program) {
    StringBuilder plain = new StringBuilder();
    Matcher token = TOKEN.matcher(program);
    Matcher expression = EXPRESSION.matcher(program);
    String before = "";
    for (int at = 0; at < program.length(); ) {
      boolean divides = program.charAt(at) != '/' || endsValue(before);
      Matcher next = divides ? token : expression;
      if (!next.region(at, program.length()).lookingAt()) {
        next = token.region(at, program.length());
        next.lookingAt();
      }
      String text = next.group();
      boolean exponent = next.groupCount() > 0 && next.group(1) != null;
      plain.append(exponent ? decimal(text) : text);
      before = text.isBlank() && !text.contains("\n") ? before : text;
      at = next.end();
    }
    return plain.toString();
  }

  private static boolean endsValue(String token) {
    return !token.isEmpty()
        && ENDS_VALUE.matcher(token.substring(token.length() - 1)).matches()
        && !KEYWORD.matcher(token).matches();
  }

  private static String decimal(String number) {
    BigDecimal value = new BigDecimal(number.replaceAll("[eE].*", ""));
    String after = number.replaceAll("^[\\d.]*[eE]?", "");
    double exponent = after.isEmpty() ? 0 : Double.parseDouble(after);
    int bounded = (int) Math.clamp(exponent, -MOST_EXPONENT, MOST_EXPONENT);
    String plain = value.scaleByPowerOfTen(bounded).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
