package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.shell.syntax.Grammar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * 64-bit integer arithmetic as in C; POSIX.1-2017, Shell Command Language 2.6.4. Bash and busybox
 * add {@code ++}, {@code --}, {@code **} and the comma; bash also has arrays and other bases, and
 * evaluates a variable's value as an expression.
 */
final class Arithmetic {
  private static final int DEEPEST = 100;

  /**
   * From lowest to highest precedence; within a level longer operators come before their prefixes.
   */
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
          List.of("*", "/", "%"),
          List.of("**"));

  private static final List<String> TOKENS =
      List.of(
          "<<=", ">>=", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "*=", "/=", "%=", "+=",
          "-=", "&=", "^=", "|=", "=", "|", "^", "&", "<", ">", "+", "-", "*", "/", "%", "!", "~",
          "?", ":", "(", ")");
  private static final List<String> FURTHER_TOKENS = List.of("++", "--", "**", ",");
  private static final Set<String> ASSIGNING =
      Set.of("=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|=");

  private final String text;
  private final Variables variables;
  private final Grammar grammar;
  private final int nesting;
  private int position;
  private int depth;

  /** The positions of the last operator and of the last divisor. */
  private int token;

  private int operand;

  /** Positive within operands that are not evaluated. */
  private int skipping;

  private Arithmetic(String text, Variables variables, Grammar grammar, int nesting) {
    this.text = text;
    this.variables = variables;
    this.grammar = grammar;
    this.nesting = nesting;
  }

  static long evaluate(String text, Variables variables, Grammar grammar) throws ShellException {
    return evaluate(text, variables, grammar, 0);
  }

  private static long evaluate(String text, Variables variables, Grammar grammar, int nesting)
      throws ShellException {
    if (text.isBlank()) {
      return 0;
    }
    Arithmetic expression = new Arithmetic(text, variables, grammar, nesting);
    if (nesting > DEEPEST) {
      throw expression.error("expression recursion level exceeded");
    }
    long value = expression.list();
    if (!expression.peek().isEmpty() || expression.position < text.length()) {
      throw expression.error("expecting EOF", "syntax error in expression");
    }
    return value;
  }

  private boolean isBash() {
    return grammar == Grammar.BASH;
  }

  private long list() throws ShellException {
    long value = assignment();
    while (take(",")) {
      value = assignment();
    }
    return value;
  }

  private long assignment() throws ShellException {
    if (++depth > DEEPEST) {
      throw error("nested too deeply");
    }
    int start = position;
    Place name = place();
    String operator = peek();
    if (!name.isEmpty() && ASSIGNING.contains(operator)) {
      take(operator);
      long right = assignment();
      long value =
          operator.equals("=")
              ? right
              : apply(operator.substring(0, operator.length() - 1), valueOf(name), right);
      set(name, value);
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
      throw error("expecting ':'", "`:' expected for conditional expression");
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
    if (level == LEVELS.size() - 1) {
      return take("**") ? power(left, binary(level)) : left;
    }
    while (LEVELS.get(level).contains(peek())) {
      String operator = peek();
      take(operator);
      boolean decided =
          (operator.equals("||") && left != 0) || (operator.equals("&&") && left == 0);
      skipping += decided ? 1 : 0;
      skipSpace();
      int at = position;
      long right = binary(level + 1);
      operand = at;
      skipping -= decided ? 1 : 0;
      left = apply(operator, left, right);
    }
    return left;
  }

  private long power(long base, long exponent) throws ShellException {
    if (exponent < 0) {
      throw error("exponent less than 0");
    }
    long result = 1;
    long square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      result *= (left & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }

  private long unary() throws ShellException {
    if (++depth > DEEPEST) {
      throw error("nested too deeply");
    }
    try {
      long step = step();
      if (step != 0) {
        Place name = place();
        return name.isEmpty() ? primary() : set(name, valueOf(name) + step);
      } else if (take("!")) {
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

  /** The change to a variable by a following {@code ++} or {@code --}; 0 if there is none. */
  private long step() {
    return take("++") ? 1 : take("--") ? -1 : 0;
  }

  private long primary() throws ShellException {
    if (take("(")) {
      long value = list();
      if (!take(")")) {
        throw error("expecting ')'", "missing `)'");
      }
      return value;
    }
    Place name = place();
    if (!name.isEmpty()) {
      long value = valueOf(name);
      long step = step();
      if (step != 0) {
        set(name, value + step);
      }
      return value;
    }
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || (isBash() && "#@_".indexOf(text.charAt(position)) >= 0))) {
      position++;
    }
    if (start == position) {
      throw error("expecting primary", "syntax error: operand expected");
    }
    String digits = text.substring(start, position);
    try {
      return number(digits);
    } catch (NumberFormatException notOne) {
      token = start;
      throw error(
          "expecting EOF",
          digits.contains("#") && !digits.startsWith("0")
              ? "invalid arithmetic base"
              : "value too great for base");
    }
  }

  /** A variable or an array element; "" for none. */
  private record Place(String name, Optional<String> key) {
    boolean isEmpty() {
      return name.isEmpty();
    }
  }

  private Place place() throws ShellException {
    String name = name();
    if (name.isEmpty() || !isBash() || position >= text.length() || text.charAt(position) != '[') {
      return new Place(name, Optional.empty());
    }
    int start = ++position;
    int open = 1;
    while (position < text.length() && open > 0) {
      char c = text.charAt(position++);
      open += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    String subscript = text.substring(start, Math.max(start, position - 1));
    Optional<ShellArray> array = variables.array(name);
    if (array.isPresent() && array.get().kind() == ShellArray.Kind.ASSOCIATIVE) {
      return new Place(name, Optional.of(subscript));
    }
    long index = evaluate(subscript, variables, grammar, nesting + 1);
    return new Place(
        name, Optional.of(array.map(each -> each.key(index)).orElse(String.valueOf(index))));
  }

  private long set(Place place, long value) throws ShellException {
    if (skipping == 0) {
      if (place.key().isPresent()) {
        variables.setElement(place.name(), place.key().get(), String.valueOf(value));
      } else {
        variables.set(place.name(), String.valueOf(value));
      }
    }
    return value;
  }

  private Optional<String> text(Place place) {
    return place.key().isEmpty()
        ? variables.get(place.name())
        : variables
            .array(place.name())
            .flatMap(array -> Optional.ofNullable(array.elements().get(place.key().get())));
  }

  private long valueOf(Place place) throws ShellException {
    String value = text(place).orElse("").strip();
    if (value.isEmpty()) {
      return 0;
    } else if (isBash()) {
      return skipping > 0 ? 0 : evaluate(value, variables, grammar, nesting + 1);
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
    int base = digits.indexOf('#');
    if (base > 0) {
      return Long.parseLong(
          digits.substring(base + 1), Integer.parseInt(digits.substring(0, base)));
    } else if (digits.startsWith("0x") || digits.startsWith("0X")) {
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
      throw error("division by zero", "division by 0");
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

  /** The next operator, "" if there is none. */
  private String peek() {
    skipSpace();
    if (grammar != Grammar.POSIX) {
      for (String token : FURTHER_TOKENS) {
        if (text.startsWith(token, position)) {
          return token;
        }
      }
    }
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
    token = position;
    position += operator.length();
    return true;
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  /** An error that bash words differently, naming the token it failed at. */
  private ShellException error(String problem, String bashProblem) {
    if (!isBash()) {
      return error(problem);
    }
    skipSpace();
    boolean atEnd = position >= text.length() || bashProblem.endsWith("too great for base");
    String rest = text.substring(atEnd ? Math.min(token, text.length()) : position).stripLeading();
    if (bashProblem.startsWith("division")) {
      rest = text.substring(Math.min(operand, text.length())).stripLeading();
    }
    return new ShellException(
        1, text.strip() + ": " + bashProblem + " (error token is \"" + rest + "\")");
  }

  private ShellException error(String problem) {
    if (isBash()) {
      return error(problem, problem);
    }
    return new ShellException(2, "arithmetic expression: " + problem + ": \"" + text + "\"");
  }
}
