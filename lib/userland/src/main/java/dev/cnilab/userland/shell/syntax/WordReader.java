package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import dev.cnilab.userland.shell.tree.WordBuilder;
import java.io.IOException;
import java.util.List;

/** Reads words: quoting and the expansions that begin with a dollar sign or a backquote. */
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
    while (!endsWord(in.peekJoined())) {
      int c = in.next();
      switch (c) {
        case '\'' -> parts.quoted(singleQuoted());
        case '"' -> doubleQuoted(parts);
        case '\\' -> parts.quoted(in.peek() == Characters.END ? "\\" : text(in.next()));
        case '$' -> dollar(parts, Quoting.NONE);
        case '`' -> parts.add(backquoted(Quoting.NONE));
        default -> parts.plain(c);
      }
    }
    return parts.word();
  }

  /** The text of a here-document, all of the characters, in which only expansions are special. */
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
      text.append((char) requireMore(c));
    }
    return text.toString();
  }

  private void doubleQuoted(WordBuilder parts) throws IOException {
    if (in.peekJoined() == '"') {
      parts.quoted("");
    }
    for (int c = in.next(); c != '"'; c = in.next()) {
      insideQuotes(parts, requireMore(c), "$`\"\\");
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

  private int requireMore(int c) throws ShellSyntaxException {
    if (c == Characters.END) {
      throw new ShellSyntaxException(in.line(), "Unterminated quoted string");
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
      parts.add(braced(quoting));
    } else if (isNameStart(c)) {
      parts.add(parameter(name(), quoting));
    } else if (isSpecial(c)) {
      parts.add(parameter(text(in.next()), quoting));
    } else if (c == '\'' && quoting == Quoting.NONE && in.grammar() != Grammar.POSIX) {
      in.next();
      parts.quoted(Escapes.resolve(escaped()));
    } else {
      parts.literal("$", quoting);
    }
  }

  /** The text up to a quote that no backslash protects, with its backslashes. */
  private String escaped() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.next(); c != '\''; c = in.next()) {
      text.append((char) requireMore(c));
      if (c == '\\') {
        text.append((char) requireMore(in.next()));
      }
    }
    return text.toString();
  }

  private static Word.Parameter parameter(String name, Quoting quoting) {
    return new Word.Parameter(name, "", new Word(List.of()), quoting);
  }

  private Word.Substitution substitution(Quoting quoting) throws IOException {
    Parser parser = new Parser(in, depth + 1);
    return new Word.Substitution(parser.listUntilParenthesis(), quoting);
  }

  /** The text between backquotes, in which a backslash protects only three characters. */
  private Word.Substitution backquoted(Quoting quoting) throws IOException {
    StringBuilder script = new StringBuilder();
    int line = in.line();
    for (int c = in.next(); c != '`'; c = in.next()) {
      if (c == Characters.END) {
        throw new ShellSyntaxException(in.line(), "EOF in backquote substitution");
      }
      boolean escapes =
          c == '\\'
              && ("$`\\".indexOf(in.peek()) >= 0
                  || (in.peek() == '"' && quoting == Quoting.QUOTED));
      script.append((char) (escapes ? in.next() : c));
    }
    Parser parser =
        new Parser(
            new Characters(ScriptSource.of(script.toString()), in.grammar(), in.aliases(), line),
            depth + 1);
    return new Word.Substitution(parser.all(), quoting);
  }

  private Word.Arithmetic arithmetic(Quoting quoting) throws IOException {
    WordBuilder parts = new WordBuilder();
    int open = 0;
    while (true) {
      int c = in.next();
      if (c == Characters.END) {
        throw new ShellSyntaxException(in.line(), "Missing '))'");
      } else if (c == '(') {
        open++;
      } else if (c == ')' && open-- == 0) {
        if (!in.take(')')) {
          throw new ShellSyntaxException(in.line(), "Missing '))'");
        }
        return new Word.Arithmetic(parts.word(), quoting);
      }
      if (c != '"') {
        insideQuotes(parts, c, "$`\\");
      }
    }
  }

  private Word.Part braced(Quoting quoting) throws IOException {
    if (in.peek() == '#' && in.peek(1) != '}') {
      in.next();
      String name = parameterName();
      boolean whole = in.peekJoined() == '}';
      skipToBrace(quoting);
      return name.isEmpty() || !whole
          ? new Word.BadSubstitution()
          : new Word.Parameter(name, "length", new Word(List.of()), quoting);
    }
    String name = parameterName();
    String operator = operator();
    if (name.isEmpty() || (operator.isEmpty() && in.peekJoined() != '}')) {
      skipToBrace(quoting);
      return new Word.BadSubstitution();
    }
    return new Word.Parameter(name, operator, argument(inArgument(operator, quoting)), quoting);
  }

  /** Double quotes around the whole do not quote a pattern (POSIX, Shell 2.6.2). */
  private static Quoting inArgument(String operator, Quoting around) {
    return operator.startsWith("#") || operator.startsWith("%") ? Quoting.NONE : around;
  }

  private String operator() throws IOException {
    int c = in.peekJoined();
    if (c == ':' && "-=?+".indexOf(in.peek(1)) >= 0) {
      return text(in.next()) + text(in.next());
    } else if ("-=?+".indexOf(c) >= 0) {
      return text(in.next());
    } else if (c == '#' || c == '%') {
      String one = text(in.next());
      return in.peekJoined() == c ? one + text(in.next()) : one;
    }
    return "";
  }

  /** The rest up to the closing brace, in which quotes are as outside of it. */
  private Word argument(Quoting quoting) throws IOException {
    WordBuilder parts = new WordBuilder();
    boolean inQuotes = false;
    for (int c = in.next(); c != '}' || inQuotes; c = in.next()) {
      boolean quoted = inQuotes || quoting == Quoting.QUOTED;
      if (c == Characters.END) {
        throw new ShellSyntaxException(
            in.line(), quoted ? "Unterminated quoted string" : "Missing '}'");
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

  private void skipToBrace(Quoting quoting) throws IOException {
    argument(quoting);
  }

  private String parameterName() throws IOException {
    int c = in.peekJoined();
    if (isNameStart(c)) {
      return name();
    } else if (c >= '0' && c <= '9') {
      StringBuilder digits = new StringBuilder();
      while (in.peekJoined() >= '0' && in.peekJoined() <= '9') {
        digits.append((char) in.next());
      }
      return digits.toString();
    }
    return isSpecial(c) ? text(in.next()) : "";
  }

  private String name() throws IOException {
    StringBuilder name = new StringBuilder();
    while (isNameStart(in.peekJoined()) || (in.peek() >= '0' && in.peek() <= '9')) {
      name.append((char) in.next());
    }
    return name.toString();
  }

  static boolean isNameStart(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isSpecial(int c) {
    return c != Characters.END && "@*#?-$!0123456789".indexOf(c) >= 0;
  }

  private static String text(int c) {
    return String.valueOf((char) c);
  }
}
