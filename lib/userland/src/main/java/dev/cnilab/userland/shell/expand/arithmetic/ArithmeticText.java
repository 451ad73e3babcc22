package dev.cnilab.userland.shell.expand.arithmetic;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.syntax.Grammar;
import java.util.List;
import java.util.Optional;

/** The text of an arithmetic expression, read token by token, and the errors that quote it. */
final class ArithmeticText {
  /** Longer operators come before their prefixes. */
  private static final List<String> TOKENS =
      List.of(
          "<<=", ">>=", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "*=", "/=", "%=", "+=",
          "-=", "&=", "^=", "|=", "=", "|", "^", "&", "<", ">", "+", "-", "*", "/", "%", "!", "~",
          "?", ":", "(", ")");

  private static final List<String> FURTHER_TOKENS = List.of("++", "--", "**", ",");

  private final String text;
  private final Grammar grammar;
  private int position;

  /** The positions of the last operator and of the last operator's right operand. */
  private int token;

  private int operand;

  /** The operator that was found last, and where; each level of precedence asks for it. */
  private String peeked = "";

  private int peekedAt = -1;

  ArithmeticText(String text, Grammar grammar) {
    this.text = text;
    this.grammar = grammar;
  }

  boolean isBash() {
    return grammar == Grammar.BASH;
  }

  /** Whether neither an operator nor anything else follows. */
  boolean isAtEnd() {
    return peek().isEmpty() && position >= text.length();
  }

  int position() {
    return position;
  }

  /** Where the next token begins. */
  int next() {
    skipSpace();
    return position;
  }

  /** Goes back to an earlier position. */
  void goTo(int earlier) {
    position = earlier;
  }

  /** An error is about the token at this position. */
  void failedAt(int start) {
    token = start;
  }

  /** The right operand of the operator that is applied next. */
  void operandAt(int start) {
    operand = start;
  }

  /** What may be a number, "" if there is nothing. */
  String digits() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || (isBash() && "#@_".indexOf(text.charAt(position)) >= 0))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** What stands in brackets after a name; bash only. */
  Optional<String> subscript() {
    if (!isBash() || position >= text.length() || text.charAt(position) != '[') {
      return Optional.empty();
    }
    int start = ++position;
    int open = 1;
    while (position < text.length() && open > 0) {
      char c = text.charAt(position++);
      open += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    return Optional.of(text.substring(start, Math.max(start, position - 1)));
  }

  /** A name, "" if there is none. */
  String name() {
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
  String peek() {
    skipSpace();
    if (peekedAt != position) {
      peeked = operator();
      peekedAt = position;
    }
    return peeked;
  }

  private String operator() {
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

  /** Reads this operator if it is the next one. */
  boolean take(String operator) {
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
  ShellException error(String problem, String bashProblem) {
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

  /** An error that names the whole text. */
  ShellException error(String problem) {
    if (isBash()) {
      return error(problem, problem);
    }
    return new ShellException(2, "arithmetic expression: " + problem + ": \"" + text + "\"");
  }
}
