package dev.cnilab.userland.shell.expand;

import java.util.List;
import java.util.Set;

/** Integer arithmetic as in C, of 64 bits; POSIX.1-2017, Shell Command Language 2.6.4. */
final class Arithmetic {
  private static final int DEEPEST = 100;

  /** From loosest to tightest; each level's operators, the longer before their prefixes. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<=", ">=", "<", ">"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private static final List<String> TOKENS =
      List.of(
          "<<=", ">>=", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "*=", "/=", "%=", "+=",
          "-=", "&=", "^=", "|=", "=", "|", "^", "&", "<", ">", "+", "-", "*", "/", "%", "!", "~",
          "?", ":", "(", ")");
  private static final Set<String> ASSIGNING =
      Set.of("=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|=");

  private final String text;
  private final Variables variables;
  private int position;
  private int depth;

  /** Above 0 in operands that are not evaluated. */
  private int skipping;

  private Arithmetic(String text, Variables variables) {
    this.text = text;
    this.variables = variables;
  }

  static long evaluate(String text, Variables variables) throws ShellException {
    if (text.isBlank()) {
      return 0;
    }
    Arithmetic expression = new Arithmetic(text, variables);
    long value = expression.assignment();
    if (!expression.peek().isEmpty() || expression.position < text.length()) {
      throw expression.error("expecting EOF");
    }
    return value;
  }

  private long assignment() throws ShellException {
    if (++depth > DEEPEST) {
      throw error("nested too deeply");
    }
    int start = position;
    String name = name();
    String operator = peek();
    if (!name.isEmpty() && ASSIGNING.contains(operator)) {
      take(operator);
      long right = assignment();
      long value =
          operator.equals("=")
              ? right
              : apply(operator.substring(0, operator.length() - 1), valueOf(name), right);
      if (skipping == 0) {
        variables.set(name, String.valueOf(value));
      }
      depth--;
      return value;
    }
    position = start;
    long value = conditional();
    depth--;
    return value;
  }

  private long conditional() throws ShellException {
    long condition = binary(0);
    if (!take("?")) {
      return condition;
    }
    long whenTrue = operand(condition != 0);
    if (!take(":")) {
      throw error("expecting ':'");
    }
    long whenFalse = operand(condition == 0);
    return condition != 0 ? whenTrue : whenFalse;
  }

  private long operand(boolean evaluated) throws ShellException {
    skipping += evaluated ? 0 : 1;
    long value = assignment();
    skipping -= evaluated ? 0 : 1;
    return value;
  }

  private long binary(int level) throws ShellException {
    if (level == LEVELS.size()) {
      return unary();
    }
    long left = binary(level + 1);
    while (LEVELS.get(level).contains(peek())) {
      String operator = peek();
      take(operator);
      boolean decided =
          (operator.equals("||") && left != 0) || (operator.equals("&&") && left == 0);
      skipping += decided ? 1 : 0;
      long right = binary(level + 1);
      skipping -= decided ? 1 : 0;
      left = apply(operator, left, right);
    }
    return left;
  }

  private long unary() throws ShellException {
    if (++depth > DEEPEST) {
      throw error("nested too deeply");
    }
    try {
      if (take("!")) {
        return unary() == 0 ? 1 : 0;
      } else if (take("~")) {
        return ~unary();
      } else if (take("-")) {
        return -unary();
      } else if (take("+")) {
        return unary();
      }
      return primary();
    } finally {
      depth--;
    }
  }

  private long primary() throws ShellException {
    if (take("(")) {
      long value = assignment();
      if (!take(")")) {
        throw error("expecting ')'");
      }
      return value;
    }
    String name = name();
    if (!name.isEmpty()) {
      return valueOf(name);
    }
    int start = position;
    while (position < text.length() && Character.isLetterOrDigit(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw error("expecting primary");
    }
    String digits = text.substring(start, position);
    try {
      return number(digits);
    } catch (NumberFormatException notOne) {
      throw error("expecting EOF");
    }
  }

  private long valueOf(String name) throws ShellException {
    String value = variables.get(name).orElse("").strip();
    if (value.isEmpty()) {
      return 0;
    }
    try {
      boolean negative = value.startsWith("-");
      long magnitude = number(negative || value.startsWith("+") ? value.substring(1) : value);
      return negative ? -magnitude : magnitude;
    } catch (NumberFormatException notOne) {
      throw new ShellException(2, "Illegal number: " + value);
    }
  }

  private static long number(String digits) {
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits.substring(2), 16);
    } else if (digits.startsWith("0") && digits.length() > 1) {
      return Long.parseLong(digits, 8);
    } else if (digits.isEmpty() || !Character.isDigit(digits.charAt(0))) {
      throw new NumberFormatException(digits);
    }
    return Long.parseLong(digits);
  }

  private long apply(String operator, long left, long right) throws ShellException {
    return switch (operator) {
      case "||" -> left != 0 || right != 0 ? 1 : 0;
      case "&&" -> left != 0 && right != 0 ? 1 : 0;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "==" -> left == right ? 1 : 0;
      case "!=" -> left != right ? 1 : 0;
      case "<=" -> left <= right ? 1 : 0;
      case ">=" -> left >= right ? 1 : 0;
      case "<" -> left < right ? 1 : 0;
      case ">" -> left > right ? 1 : 0;
      case "<<" -> left << right;
      case ">>" -> left >> right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      default -> divide(operator, left, right);
    };
  }

  private long divide(String operator, long left, long right) throws ShellException {
    if (right == 0) {
      if (skipping > 0) {
        return 0;
      }
      throw error("division by zero");
    }
    return operator.equals("/") ? left / right : left % right;
  }

  private String name() {
    skipSpace();
    int start = position;
    while (position < text.length()
        && (text.charAt(position) == '_'
            || Character.isLetter(text.charAt(position))
            || (position > start && Character.isDigit(text.charAt(position))))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** The operator that comes next, "" if none does. */
  private String peek() {
    skipSpace();
    for (String token : TOKENS) {
      if (text.startsWith(token, position)) {
        return token;
      }
    }
    return "";
  }

  private boolean take(String operator) {
    if (!peek().equals(operator)) {
      return false;
    }
    position += operator.length();
    return true;
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private ShellException error(String problem) {
    return new ShellException(2, "arithmetic expression: " + problem + ": \"" + text + "\"");
  }
}
