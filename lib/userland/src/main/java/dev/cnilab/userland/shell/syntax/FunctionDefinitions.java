package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.ShellCommand;
import java.io.IOException;

/** Parses definitions of functions (POSIX, Shell 2.9.5), and those of bash. */
final class FunctionDefinitions {
  private final TokenStream tokens;
  private final Lexer lexer;
  private final GrammarRule body;

  FunctionDefinitions(TokenStream tokens, GrammarRule body) {
    this.tokens = tokens;
    this.lexer = tokens.lexer();
    this.body = body;
  }

  /** {@code name() body}, from the parenthesis on. */
  ShellCommand afterName(WordToken name) throws IOException {
    boolean named =
        lexer.grammar() == Grammar.BASH
            ? !name.plain().isEmpty()
            : TokenStream.isName(name.plain());
    int line = tokens.next().line();
    if (lexer.grammar() == Grammar.BASH && tokens.peek() instanceof WordToken) {
      throw tokens.unexpected();
    }
    tokens.expectOperator(")");
    if (!named) {
      throw new ShellSyntaxException(line, "Bad function name");
    }
    tokens.skipNewlines();
    return new ShellCommand.Function(name.plain(), body.parse());
  }

  /** {@code function name body}, with parentheses or without. */
  ShellCommand afterKeyword() throws IOException {
    tokens.next();
    if (!(tokens.peek() instanceof WordToken name)) {
      throw tokens.unexpected();
    }
    tokens.next();
    if (tokens.isOperator("(") && !lexer.isExpression()) {
      tokens.next();
      tokens.expectOperator(")");
    }
    tokens.skipNewlines();
    return new ShellCommand.Function(name.plain(), body.parse());
  }
}
