package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.Newline;
import dev.cnilab.userland.shell.syntax.Token.Operator;
import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.Redirection;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tokens of a script, with checks of the next one. */
final class TokenStream {
  private final Lexer lexer;

  TokenStream(Lexer lexer) {
    this.lexer = lexer;
  }

  /** The next token without consuming it. */
  Token peek() throws IOException {
    return lexer.peek();
  }

  /** Consumes the next token. */
  Token next() throws IOException {
    return lexer.next();
  }

  /** The present line. */
  int line() {
    return lexer.line();
  }

  /** Consumes the next words and expands their braces. */
  List<Word> words() throws IOException {
    List<Word> words = new ArrayList<>();
    while (lexer.peek() instanceof WordToken word) {
      lexer.next();
      words.addAll(lexer.expandBraces(word.word()));
    }
    return words;
  }

  /** Consumes a redirection; returns several for a combined one. */
  List<Redirection> redirection() throws IOException {
    RedirectionToken token = (RedirectionToken) lexer.next();
    if (!(lexer.peek() instanceof WordToken target)) {
      throw unexpected();
    }
    String operator = token.operator();
    int standard = operator.startsWith("<") ? 0 : 1;
    Word word =
        switch (operator) {
          case "<<", "<<-" -> lexer.hereDocument(operator, target.word());
          case "<<<" -> target.word().followedBy("\n");
          default -> target.word();
        };
    lexer.next();
    Redirection redirection =
        new Redirection(
            token.descriptor() >= 0 ? token.descriptor() : standard,
            Redirection.Kind.of(operator),
            word);
    return operator.startsWith("&>")
        ? List.of(redirection, new Redirection(2, Redirection.Kind.DUPLICATE, Word.of("1")))
        : List.of(redirection);
  }

  /** The lexer, for words and expressions that are not tokens. */
  Lexer lexer() {
    return lexer;
  }

  /** Consumes newlines. */
  void skipNewlines() throws IOException {
    while (lexer.peek() instanceof Newline) {
      lexer.next();
    }
  }

  /** Whether the next token is this operator. */
  boolean isOperator(String text) throws IOException {
    return lexer.peek() instanceof Operator operator && operator.text().equals(text);
  }

  /** Whether the next token is this reserved word. */
  boolean isReserved(String text) throws IOException {
    return lexer.peek() instanceof WordToken word && word.plain().equals(text);
  }

  /** Consumes an operator; a syntax error if another token comes next. */
  void expectOperator(String text) throws IOException {
    if (!isOperator(text)) {
      throw expecting(text);
    }
    lexer.next();
  }

  /** Consumes a reserved word; a syntax error if another token comes next. */
  void expectWord(String text) throws IOException {
    if (!isReserved(text)) {
      throw expecting(text);
    }
    lexer.next();
  }

  /** Consumes a word; a syntax error if another token comes next. */
  Word expectAnyWord() throws IOException {
    if (lexer.peek() instanceof WordToken word) {
      lexer.next();
      return word.word();
    }
    Token found = lexer.peek();
    throw unexpected(found, " unexpected (expecting word)");
  }

  /** The error that this token was expected. */
  ShellSyntaxException expecting(String text) throws IOException {
    Token found = lexer.peek();
    return unexpected(found, " unexpected (expecting \"" + text + "\")");
  }

  /** The error that the next token is unexpected. */
  ShellSyntaxException unexpected() throws IOException {
    return unexpected(lexer.peek(), " unexpected");
  }

  private static ShellSyntaxException unexpected(Token token, String dashText) {
    String text = token.description() + dashText;
    return token instanceof Token.End
        ? new ShellSyntaxException(token.line(), text, "syntax error: unexpected end of file")
        : ShellSyntaxException.near(token.line(), token.text(), text);
  }

  /** Whether a variable or a function may have this name. */
  static boolean isName(String text) {
    return text.matches("[A-Za-z_][A-Za-z_0-9]*");
  }
}
