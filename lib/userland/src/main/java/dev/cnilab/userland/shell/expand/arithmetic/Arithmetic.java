package dev.cnilab.userland.shell.expand.arithmetic;

import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.syntax.Grammar;
import java.util.Optional;
import java.util.Set;

/**
 * 64-bit integer arithmetic as in C; POSIX.1-2017, Shell Command Language 2.6.4. Bash and busybox
 * add {@code ++}, {@code --}, {@code **} and the comma; bash also has arrays and other bases, and
 * evaluates a variable's value as an expression.
 */
public final class Arithmetic {
  private static final int DEEPEST = 100;

  /** The work of an operand, in microseconds. */
  private static final int OPERAND = 1;

  private static final Set<String> ASSIGNING =
      Set.of("=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|=");

  private final ArithmeticText text;
  private final Variables variables;
  private final Grammar grammar;
  private final int nesting;
  private int depth;

  /** Positive within operands that are not evaluated. */
  private int skipping;

  private Arithmetic(String text, Variables variables, Grammar grammar, int nesting) {
    this.text = new ArithmeticText(text, grammar);
    this.variables = variables;
    this.grammar = grammar;
    this.nesting = nesting;
  }

  public static long evaluate(String text, Variables variables, Grammar grammar)
      throws ShellException {
    return evaluate(text, variables, grammar, 0);
  }

  private static long evaluate(String text, Variables variables, Grammar grammar, int nesting)
      throws ShellException {
    if (text.isBlank()) {
      return 0;
    }
    Arithmetic expression = new Arithmetic(text, variables, grammar, nesting);
    if (nesting > DEEPEST) {
      throw expression.text.error("expression recursion level exceeded");
    }
    long value = expression.list();
    if (!expression.text.isAtEnd()) {
      throw expression.text.error("expecting EOF", "syntax error in expression");
    }
    return value;
  }

  private long list() throws ShellException {
    long value = assignment();
    while (text.take(",")) {
      value = assignment();
    }
    return value;
  }

  private long assignment() throws ShellException {
    if (++depth > DEEPEST) {
      throw text.error("nested too deeply");
    }
    int start = text.position();
    Place name = place();
    String operator = text.peek();
    if (!name.isEmpty() && ASSIGNING.contains(operator)) {
      text.take(operator);
      long right = assignment();
      long value =
          operator.equals("=")
              ? right
              : apply(operator.substring(0, operator.length() - 1), valueOf(name), right);
      set(name, value);
      depth--;
      return value;
    }
    text.goTo(start);
    long value = conditional();
    depth--;
    return value;
  }

  private long conditional() throws ShellException {
    long condition = binary(0);
    if (!text.take("?")) {
      return condition;
    }
    long whenTrue = operand(condition != 0);
    if (!text.take(":")) {
      throw text.error("expecting ':'", "`:' expected for conditional expression");
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
    if (level == Operators.LEVELS.size()) {
      return unary();
    }
    long left = binary(level + 1);
    if (level == Operators.LEVELS.size() - 1) {
      return text.take("**") ? power(left, binary(level)) : left;
    }
    while (Operators.LEVELS.get(level).contains(text.peek())) {
      String operator = text.peek();
      text.take(operator);
      boolean decided =
          (operator.equals("||") && left != 0) || (operator.equals("&&") && left == 0);
      skipping += decided ? 1 : 0;
      int at = text.next();
      long right = binary(level + 1);
      text.operandAt(at);
      skipping -= decided ? 1 : 0;
      left = apply(operator, left, right);
    }
    return left;
  }

  private long power(long base, long exponent) throws ShellException {
    if (exponent < 0) {
      throw text.error("exponent less than 0");
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
    variables.work(OPERAND);
    if (++depth > DEEPEST) {
      throw text.error("nested too deeply");
    }
    try {
      long step = step();
      if (step != 0) {
        Place name = place();
        return name.isEmpty() ? primary() : set(name, valueOf(name) + step);
      } else if (text.take("!")) {
        return unary() == 0 ? 1 : 0;
      } else if (text.take("~")) {
        return ~unary();
      } else if (text.take("-")) {
        return -unary();
      } else if (text.take("+")) {
        return unary();
      }
      return primary();
    } finally {
      depth--;
    }
  }

  /** The change to a variable by a following {@code ++} or {@code --}; 0 if there is none. */
  private long step() {
    return text.take("++") ? 1 : text.take("--") ? -1 : 0;
  }

  private long primary() throws ShellException {
    if (text.take("(")) {
      long value = list();
      if (!text.take(")")) {
        throw text.error("expecting ')'", "missing `)'");
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
    int start = text.position();
    String digits = text.digits();
    if (digits.isEmpty()) {
      throw text.error("expecting primary", "syntax error: operand expected");
    }
    try {
      return Numeral.value(digits);
    } catch (NumberFormatException notOne) {
      text.failedAt(start);
      throw text.error(
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
    String name = text.name();
    Optional<String> written = name.isEmpty() ? Optional.empty() : text.subscript();
    if (written.isEmpty()) {
      return new Place(name, Optional.empty());
    }
    String subscript = written.get();
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

  private Optional<String> stored(Place place) {
    return place.key().isEmpty()
        ? variables.get(place.name())
        : variables
            .array(place.name())
            .flatMap(array -> Optional.ofNullable(array.elements().get(place.key().get())));
  }

  private long valueOf(Place place) throws ShellException {
    String value = stored(place).orElse("").strip();
    if (value.isEmpty()) {
      return 0;
    } else if (text.isBash()) {
      return skipping > 0 ? 0 : evaluate(value, variables, grammar, nesting + 1);
    }
    try {
      boolean negative = value.startsWith("-");
      long magnitude =
          Numeral.value(negative || value.startsWith("+") ? value.substring(1) : value);
      return negative ? -magnitude : magnitude;
    } catch (NumberFormatException notOne) {
      throw new ShellException(2, "Illegal number: " + value);
    }
  }

  private long apply(String operator, long left, long right) throws ShellException {
    return operator.equals("/") || operator.equals("%")
        ? divide(operator, left, right)
        : Operators.apply(operator, left, right);
  }

  private long divide(String operator, long left, long right) throws ShellException {
    if (right == 0) {
      if (skipping > 0) {
        return 0;
      }
      throw text.error("division by zero", "division by 0");
    }
    return operator.equals("/") ? left / right : left % right;
  }
}
