package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import dev.cnilab.userland.shell.tree.WordBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parts of words that only bash has, and that end a word elsewhere: arrays, {@code <(…)},
 * expressions.
 */
final class BashWords {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern ASSIGNS =
      Pattern.compile("[A-Za-z_][A-Za-z_0-9]*(\\[[^\\]]*\\])?\\+?=");

  private final Characters in;
  private final int depth;

  BashWords(Characters in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  /** Whether {@code <(} or {@code >(} comes next. */
  static boolean isProcess(Characters in) throws IOException {
    int c = in.peekJoined();
    return in.grammar() != Grammar.POSIX && (c == '<' || c == '>') && in.peek(1) == '(';
  }

  /** The next part, which continues a word although it begins with an operator. */
  Optional<Word.Part> part(WordBuilder soFar) throws IOException {
    if (isProcess(in)) {
      Word.Direction direction = in.next() == '<' ? Word.Direction.READ : Word.Direction.WRITE;
      in.next();
      return Optional.of(
          new Word.ProcessSubstitution(
              new ShellParser(in, depth + 1).listUntilParenthesis(), direction));
    }
    boolean isArray =
        in.grammar() == Grammar.BASH
            && in.peek() == '('
            && ASSIGNS.matcher(soFar.plainSoFar()).matches();
    return isArray ? Optional.of(elements()) : Optional.empty();
  }

  /** Whether {@code [key]=}, where the key may contain blanks, follows a name. */
  boolean assignsElement(WordBuilder soFar) throws IOException {
    if (in.grammar() != Grammar.BASH
        || in.peek() != '['
        || !NAME.matcher(soFar.plainSoFar()).matches()) {
      return false;
    }
    int at = 1;
    for (int open = 1; open > 0; at++) {
      int c = in.peek(at);
      if (c == '\n' || c == Characters.END) {
        return false;
      }
      open += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    return in.peek(at) == '=' || (in.peek(at) == '+' && in.peek(at + 1) == '=');
  }

  /** Adds a subscript with its brackets. */
  void takeSubscript(WordBuilder parts) throws IOException {
    WordReader reader = new WordReader(in, depth);
    int open = 0;
    do {
      int c = in.next();
      open += c == '[' ? 1 : c == ']' ? -1 : 0;
      reader.unquoted(parts, c);
    } while (open > 0);
  }

  private Word.Elements elements() throws IOException {
    in.next();
    List<Word.Element> all = new ArrayList<>();
    for (int c = afterBlanks(); c != ')'; c = afterBlanks()) {
      if (c == Characters.END) {
        throw ShellSyntaxException.unterminated(in.line(), ')');
      } else if (";&|<>(".indexOf(c) >= 0 && !isProcess(in)) {
        throw ShellSyntaxException.near(in.line(), String.valueOf((char) c), "word");
      }
      for (Word word : Braces.expand(new WordReader(in, depth).word())) {
        all.add(Assignments.element(word));
      }
    }
    in.next();
    return new Word.Elements(List.copyOf(all));
  }

  private int afterBlanks() throws IOException {
    int c = in.peekJoined();
    while (c == ' ' || c == '\t' || c == '\n' || c == '#') {
      if (c == '#') {
        while (in.peek() != '\n' && in.peek() != Characters.END) {
          in.next();
        }
      } else {
        in.next();
      }
      c = in.peekJoined();
    }
    return c;
  }

  /** A regular expression: a word in which operators within parentheses are literal. */
  Word regex() throws IOException {
    WordBuilder parts = new WordBuilder();
    WordReader reader = new WordReader(in, depth);
    int open = 0;
    while (true) {
      int c = in.peekJoined();
      boolean ends = c == Characters.END || c == '\n';
      if (ends && open > 0) {
        throw ShellSyntaxException.unterminated(in.line(), ')');
      } else if (ends || ((c == ' ' || c == '\t') && open == 0)) {
        return parts.word();
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      in.next();
      reader.unquoted(parts, c);
    }
  }

  /**
   * Whether {@code ((} opens an expression rather than two subshells; the first parenthesis was
   * consumed.
   */
  boolean isExpression() throws IOException {
    if (in.peek() != '(') {
      return false;
    }
    int open = 2;
    for (int at = 1; in.peek(at) != Characters.END; at++) {
      int c = in.peek(at);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 1) {
        return in.peek(at + 1) == ')';
      }
    }
    return true;
  }

  /** An expression up to and including a character outside its parentheses. */
  Word expression(char end) throws IOException {
    WordBuilder parts = new WordBuilder();
    WordReader reader = new WordReader(in, depth);
    int open = 0;
    for (int c = in.next(); c != end || open > 0; c = in.next()) {
      if (c == Characters.END) {
        throw ShellSyntaxException.unterminated(in.line(), ')');
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      reader.inExpression(parts, c);
    }
    return parts.word();
  }

  /** A subscript, including its brackets. */
  Word subscript() throws IOException {
    in.next();
    WordBuilder parts = new WordBuilder();
    WordReader reader = new WordReader(in, depth);
    int open = 0;
    for (int c = in.next(); c != ']' || open > 0; c = in.next()) {
      if (c == Characters.END) {
        throw ShellSyntaxException.unterminated(in.line(), '}');
      }
      open += c == '[' ? 1 : c == ']' ? -1 : 0;
      reader.unquoted(parts, c);
    }
    Word word = parts.word();
    return word.parts().isEmpty() ? new Word(List.of(new Word.Literal("", Quoting.NONE))) : word;
  }
}
