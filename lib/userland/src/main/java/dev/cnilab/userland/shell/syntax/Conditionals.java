package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.ShellCommand.Check;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.Set;

/** Parses conditions between {@code [[} and {@code ]]} of bash. */
final class Conditionals {
  private static final String UNARY = "abcdefghknoprstuvwxzGLNORS";
  private static final Set<String> BINARY =
      Set.of("=", "==", "!=", "=~", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef");

  private final TokenStream tokens;

  Conditionals(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Parses the whole command, from its first token on. */
  ShellCommand command() throws IOException {
    int line = tokens.next().line();
    Check check = either();
    if (!isEnd()) {
      throw problem("syntax error in conditional expression");
    }
    tokens.next();
    return new ShellCommand.Conditional(line, check);
  }

  private Check either() throws IOException {
    Check left = both();
    while (tokens.isOperator("||")) {
      tokens.next();
      left = new ShellCommand.Either(left, both());
    }
    return left;
  }

  private Check both() throws IOException {
    Check left = one();
    while (tokens.isOperator("&&")) {
      tokens.next();
      left = new ShellCommand.Both(left, one());
    }
    return left;
  }

  private Check one() throws IOException {
    tokens.skipNewlines();
    Check check;
    if (tokens.isReserved("!")) {
      tokens.next();
      return new ShellCommand.Opposite(one());
    } else if (tokens.isOperator("(")) {
      tokens.next();
      check = either();
      tokens.expectOperator(")");
    } else {
      check = primary();
    }
    tokens.skipNewlines();
    return check;
  }

  private Check primary() throws IOException {
    if (!(tokens.peek() instanceof WordToken first) || isEnd()) {
      throw problem("syntax error in conditional expression");
    }
    tokens.next();
    boolean unary =
        first.plain().length() == 2
            && first.plain().startsWith("-")
            && UNARY.indexOf(first.plain().charAt(1)) >= 0;
    if (unary && tokens.peek() instanceof WordToken operand && !isEnd()) {
      tokens.next();
      return new ShellCommand.Unary(first.plain(), operand.word());
    }
    if (isEnd() || isOperator()) {
      return new ShellCommand.Unary("-n", first.word());
    }
    return binary(first.word());
  }

  private boolean isOperator() throws IOException {
    return tokens.isOperator("&&") || tokens.isOperator("||") || tokens.isOperator(")");
  }

  private boolean isEnd() throws IOException {
    return tokens.isReserved("]]");
  }

  private Check binary(Word left) throws IOException {
    Token token = tokens.peek();
    String operator =
        switch (token) {
          case WordToken word when BINARY.contains(word.plain()) -> word.plain();
          case RedirectionToken sign when sign.operator().matches("[<>]") -> sign.operator();
          default -> throw problem("conditional binary operator expected");
        };
    tokens.next();
    if (operator.equals("=~")) {
      return new ShellCommand.Binary(left, operator, tokens.lexer().regex());
    }
    if (!(tokens.peek() instanceof WordToken right)) {
      throw problem("unexpected argument to conditional binary operator");
    }
    tokens.next();
    return new ShellCommand.Binary(left, operator, right.word());
  }

  private ShellSyntaxException problem(String text) throws IOException {
    Token token = tokens.peek();
    String near = token instanceof WordToken || token.text().isEmpty() ? "" : token.text();
    return new ShellSyntaxException(
        token.line(), text, near.isEmpty() ? text : "unexpected token `" + near + "', " + text);
  }
}
