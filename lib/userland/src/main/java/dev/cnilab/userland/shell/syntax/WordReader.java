package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import dev.cnilab.userland.shell.tree.WordBuilder;
import java.io.IOException;
import java.util.Optional;

/** Reads words: quoting, and expansions that begin with a dollar sign or a backquote. */
final class WordReader {
  private static final String OPERATORS = " \t\n;&|<>()";
  private static final int DEEPEST = 200;

  private final Characters in;
  private final int depth;

  WordReader(Characters in, int depth) throws ShellSyntaxException {
    this.in = in;
    this.depth = depth;
    if (depth > DEEPEST) {
      throw new ShellSyntaxException(in.line(), "nested too deeply");
    }
  }

  /** A word up to an unquoted blank or operator. */
  Word word() throws IOException {
    WordBuilder parts = new WordBuilder();
    while (true) {
      BashWords bash = new BashWords(in, depth);
      if (bash.assignsElement(parts)) {
        bash.takeSubscript(parts);
        continue;
      }
      if (!endsWord(in.peekJoined())) {
        unquoted(parts, in.next());
        continue;
      }
      Optional<Word.Part> more = bash.part(parts);
      if (more.isEmpty()) {
        return parts.word();
      }
      parts.add(more.get());
    }
  }

  /** Handles a character consumed outside quotes. */
  void unquoted(WordBuilder parts, int c) throws IOException {
    switch (c) {
      case '\'' -> parts.quoted(singleQuoted());
      case '"' -> doubleQuoted(parts);
      case '\\' -> parts.quoted(in.peek() == Characters.END ? "\\" : text(in.next()));
      case '$' -> dollar(parts, Quoting.NONE);
      case '`' -> parts.add(backquoted(Quoting.NONE));
      default -> parts.plain(c);
    }
  }

  /** The same in an expression, where double quotes have no meaning. */
  void inExpression(WordBuilder parts, int c) throws IOException {
    if (c != '"') {
      insideQuotes(parts, c, "$`\\");
    }
  }

  /** The text of a here-document: all characters, of which only expansions are special. */
  Word hereDocument() throws IOException {
    WordBuilder parts = new WordBuilder();
    for (int c = in.next(); c != Characters.END; c = in.next()) {
      insideQuotes(parts, c, "$`\\");
    }
    return parts.word();
  }

  private static boolean endsWord(int c) {
    return c == Characters.END || OPERATORS.indexOf(c) >= 0;
  }

  private String singleQuoted() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.next(); c != '\''; c = in.next()) {
      text.append((char) requireMore(c, '\''));
    }
    return text.toString();
  }

  private void doubleQuoted(WordBuilder parts) throws IOException {
    if (in.peekJoined() == '"') {
      parts.quoted("");
    }
    for (int c = in.next(); c != '"'; c = in.next()) {
      insideQuotes(parts, requireMore(c, '"'), "$`\"\\");
    }
  }

  private void insideQuotes(WordBuilder parts, int c, String escapable) throws IOException {
    switch (c) {
      case '\\' -> {
        int escaped = in.peek();
        if (escaped == '\n') {
          in.next();
        } else if (escapable.indexOf(escaped) >= 0) {
          parts.quoted(text(in.next()));
        } else {
          parts.quoted("\\");
        }
      }
      case '$' -> dollar(parts, Quoting.QUOTED);
      case '`' -> parts.add(backquoted(Quoting.QUOTED));
      default -> parts.quoted(text(c));
    }
  }

  private int requireMore(int c, char wanted) throws ShellSyntaxException {
    if (c == Characters.END) {
      throw ShellSyntaxException.unterminated(in.line(), wanted);
    }
    return c;
  }

  private void dollar(WordBuilder parts, Quoting quoting) throws IOException {
    int c = in.peekJoined();
    if (c == '(') {
      in.next();
      parts.add(in.take('(') ? arithmetic(quoting) : substitution(quoting));
    } else if (c == '{') {
      in.next();
      parts.add(new ParameterExpansions(in, depth).braced(quoting));
    } else if (ParameterExpansions.isStart(c)) {
      parts.add(new ParameterExpansions(in, depth).simple(quoting));
    } else if (c == '\'' && quoting == Quoting.NONE && in.grammar() != Grammar.POSIX) {
      in.next();
      parts.quoted(Escapes.resolve(escaped()));
    } else {
      parts.literal("$", quoting);
    }
  }

  /** The text up to an unescaped quote, with its backslashes. */
  private String escaped() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.next(); c != '\''; c = in.next()) {
      text.append((char) requireMore(c, '\''));
      if (c == '\\') {
        text.append((char) requireMore(in.next(), '\''));
      }
    }
    return text.toString();
  }

  private Word.Substitution substitution(Quoting quoting) throws IOException {
    ShellParser parser = new ShellParser(in, depth + 1);
    return new Word.Substitution(parser.listUntilParenthesis(), quoting);
  }

  /** The text between backquotes, where a backslash escapes only three characters. */
  private Word.Substitution backquoted(Quoting quoting) throws IOException {
    StringBuilder script = new StringBuilder();
    int line = in.line();
    for (int c = in.next(); c != '`'; c = in.next()) {
      if (c == Characters.END) {
        throw new ShellSyntaxException(
            in.line(),
            "EOF in backquote substitution",
            "unexpected EOF while looking for matching ``'");
      }
      boolean escapes =
          c == '\\'
              && ("$`\\".indexOf(in.peek()) >= 0
                  || (in.peek() == '"' && quoting == Quoting.QUOTED));
      script.append((char) (escapes ? in.next() : c));
    }
    ShellParser parser = new ShellParser(in.within(script.toString(), line), depth + 1);
    return new Word.Substitution(parser.all(), quoting);
  }

  private Word.Arithmetic arithmetic(Quoting quoting) throws IOException {
    WordBuilder parts = new WordBuilder();
    int open = 0;
    while (true) {
      int c = in.next();
      if (c == Characters.END) {
        throw ShellSyntaxException.unterminated(in.line(), ')');
      } else if (c == '(') {
        open++;
      } else if (c == ')' && open-- == 0) {
        if (!in.take(')')) {
          throw ShellSyntaxException.unterminated(in.line(), ')');
        }
        return new Word.Arithmetic(parts.word(), quoting);
      }
      inExpression(parts, c);
    }
  }

  /** The text before one of some characters; quotes have their usual meaning in it. */
  Word argument(Quoting quoting, String ends) throws IOException {
    WordBuilder parts = new WordBuilder();
    boolean inQuotes = false;
    while (inQuotes || in.peek() == Characters.END || ends.indexOf(in.peek()) < 0) {
      int c = in.next();
      boolean quoted = inQuotes || quoting == Quoting.QUOTED;
      if (c == Characters.END) {
        throw new ShellSyntaxException(
            in.line(),
            quoted ? "Unterminated quoted string" : "Missing '}'",
            "unexpected EOF while looking for matching `}'");
      } else if (c == '"') {
        inQuotes = !inQuotes;
        parts.quoted("");
      } else if (c == '\'' && !quoted) {
        parts.quoted(singleQuoted());
      } else if (c == '\\' && !quoted) {
        parts.quoted(in.peek() == Characters.END ? "\\" : text(in.next()));
      } else if (quoted) {
        insideQuotes(parts, c, "$`\"\\}");
      } else if (c == '$') {
        dollar(parts, Quoting.NONE);
      } else if (c == '`') {
        parts.add(backquoted(Quoting.NONE));
      } else {
        parts.plain(c);
      }
    }
    return parts.word();
  }

  private static String text(int c) {
    return String.valueOf((char) c);
  }
}
