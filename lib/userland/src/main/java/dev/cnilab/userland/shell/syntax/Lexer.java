package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.syntax.Token.End;
import dev.cnilab.userland.shell.syntax.Token.Newline;
import dev.cnilab.userland.shell.syntax.Token.Operator;
import dev.cnilab.userland.shell.syntax.Token.RedirectionToken;
import dev.cnilab.userland.shell.syntax.Token.WordToken;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Splits a script into tokens, and reads here-documents from the following lines. */
final class Lexer {
  private final Characters in;
  private final int depth;
  private @Nullable Token ahead;
  private long start;
  private boolean continued;

  Lexer(Characters in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  /** Forgets what reading the last command took. */
  void release() {
    in.cost().release();
  }

  int line() {
    return in.line();
  }

  /** The line of the script that was read last. */
  String lastLine() {
    return in.lastLine();
  }

  Token peek() throws IOException {
    if (ahead == null) {
      ahead = read();
    }
    return ahead;
  }

  Token next() throws IOException {
    Token token = peek();
    ahead = null;
    return token;
  }

  /** Whether the next word follows an alias that allows it to be one too. */
  boolean followsAlias() throws IOException {
    peek();
    return continued;
  }

  /** Replaces the next word by its text if it is an alias; otherwise returns false. */
  boolean expandAlias(String word) throws IOException {
    peek();
    Optional<String> text = in.aliases().use(word, start, in.consumed());
    if (text.isEmpty()) {
      return false;
    }
    in.insert(text.get());
    ahead = null;
    return true;
  }

  Grammar grammar() {
    return in.grammar();
  }

  /** The words that a command's word expands to in this grammar. */
  List<Word> expandBraces(Word word) {
    return in.grammar() == Grammar.BASH ? Braces.expand(word) : List.of(word);
  }

  /** The here-document whose operator and delimiter were just read. */
  Word hereDocument(String operator, Word delimiter) throws IOException {
    return new HereDocument(operator, delimiter).read(in, depth);
  }

  private Token read() throws IOException {
    skipBlanksAndComments();
    in.cost().token();
    int line = in.line();
    start = in.consumed();
    continued = in.aliases().continueTo(start);
    int c = in.peekJoined();
    switch (c) {
      case Characters.END -> {
        return new End(line);
      }
      case '\n' -> {
        in.next();
        return new Newline(line);
      }
      case ';', '&', '|', '(', ')' -> {
        return operator(line);
      }
      case '<', '>' -> {
        return BashWords.isProcess(in) ? word(line) : redirection(line, -1);
      }
      default -> {
        return word(line);
      }
    }
  }

  private void skipBlanksAndComments() throws IOException {
    while (in.peekJoined() == ' ' || in.peek() == '\t') {
      in.next();
    }
    if (in.peek() == '#') {
      while (in.peek() != '\n' && in.peek() != Characters.END) {
        in.next();
      }
    }
  }

  private Token operator(int line) throws IOException {
    char c = (char) in.next();
    boolean bash = in.grammar() == Grammar.BASH;
    if (c == '&' && in.grammar() != Grammar.POSIX && in.peekJoined() == '>') {
      in.next();
      return new RedirectionToken(line, 1, bash && in.take('>') ? "&>>" : "&>");
    }
    boolean twice = c != '(' && c != ')' && in.take(c);
    String text = twice ? "" + c + c : String.valueOf(c);
    boolean followed = bash && (text.equals("|") || c == ';') && in.take('&');
    return new Operator(line, followed ? text + "&" : text);
  }

  /** Whether an expression of bash in double parentheses comes next. */
  boolean isExpression() throws IOException {
    return in.grammar() == Grammar.BASH
        && peek() instanceof Operator open
        && open.text().equals("(")
        && words().isExpression();
  }

  /** Consumes the parentheses that open an expression. */
  void openExpression() throws IOException {
    next();
    in.next();
  }

  /** An expression up to and including a character. */
  Word expression(char end) throws IOException {
    return words().expression(end);
  }

  /** Consumes the second closing parenthesis of an expression. */
  void closeExpression() throws IOException {
    if (!in.take(')')) {
      throw ShellSyntaxException.unterminated(in.line(), ')');
    }
  }

  /** The next regular expression. */
  Word regex() throws IOException {
    while (in.peekJoined() == ' ' || in.peek() == '\t') {
      in.next();
    }
    return words().regex();
  }

  private BashWords words() {
    return new BashWords(in, depth);
  }

  private Token redirection(int line, int descriptor) throws IOException {
    char c = (char) in.next();
    StringBuilder operator = new StringBuilder().append(c);
    for (char second : c == '<' ? new char[] {'<', '&', '>'} : new char[] {'>', '&', '|'}) {
      if (in.take(second)) {
        operator.append(second);
        break;
      }
    }
    if (operator.toString().equals("<<")) {
      if (in.take('-')) {
        operator.append('-');
      } else if (in.grammar() == Grammar.BASH && in.take('<')) {
        operator.append('<');
      }
    }
    return new RedirectionToken(line, descriptor, operator.toString());
  }

  private Token word(int line) throws IOException {
    int first = in.peek();
    int second = in.peek(1);
    if (first >= '0' && first <= '9' && (second == '<' || second == '>')) {
      in.next();
      return redirection(line, first - '0');
    }
    Word word = new WordReader(in, depth).word();
    return new WordToken(line, word, word.plain());
  }
}
