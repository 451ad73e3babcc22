package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads parameter expansions from what follows the dollar sign (POSIX, Shell 2.6.2). */
final class ParameterExpansions {
  private final Characters in;
  private final int depth;
  private final WordReader words;

  ParameterExpansions(Characters in, int depth) throws ShellSyntaxException {
    this.in = in;
    this.depth = depth;
    this.words = new WordReader(in, depth);
  }

  /** Whether an expansion without braces begins with this character. */
  static boolean isStart(int c) {
    return isNameStart(c) || isSpecial(c);
  }

  /** A parameter without braces: a name, or one character. */
  Word.Parameter simple(Quoting quoting) throws IOException {
    String name = isNameStart(in.peekJoined()) ? name() : text(in.next());
    return new Word.Parameter(new Word.Reference(name, Optional.empty()), "", List.of(), quoting);
  }

  /** What follows an opening brace, with the closing one. */
  Word.Part braced(Quoting quoting) throws IOException {
    boolean bash = in.grammar() == Grammar.BASH;
    if (in.peek() == '#' && in.peek(1) != '}') {
      in.next();
      Word.Reference of = reference();
      return in.peekJoined() == '}' && !of.name().isEmpty()
          ? parameter(of, "length", quoting)
          : bad("#" + of.name(), quoting);
    }
    if (bash && in.peek() == '!' && isNameStart(in.peek(1))) {
      in.next();
      Word.Reference of = reference();
      String names = in.peek() == '*' || in.peek() == '@' ? text(in.next()) : "";
      return in.peekJoined() == '}'
          ? parameter(of, "!" + names, quoting)
          : bad("!" + of.name() + names, quoting);
    }
    Word.Reference of = reference();
    String operator = operator();
    if (of.name().isEmpty() || (operator.isEmpty() && in.peekJoined() != '}')) {
      return bad(of.name() + operator, quoting);
    }
    return parameter(of, operator, quoting);
  }

  /** A name, in bash with an optional subscript. */
  private Word.Reference reference() throws IOException {
    String name = parameterName();
    boolean isElement =
        in.grammar() == Grammar.BASH
            && !name.isEmpty()
            && isNameStart(name.charAt(0))
            && in.peekJoined() == '[';
    return new Word.Reference(
        name, isElement ? Optional.of(new BashWords(in, depth).subscript()) : Optional.empty());
  }

  /** The rest of an expansion after its operator. */
  private Word.Parameter parameter(Word.Reference of, String operator, Quoting quoting)
      throws IOException {
    List<Word> arguments = new ArrayList<>();
    arguments.add(
        words.argument(inArgument(operator, quoting), operator.startsWith("/") ? "/}" : "}"));
    if (in.next() == '/') {
      arguments.add(words.argument(Quoting.NONE, "}"));
      in.next();
    }
    return new Word.Parameter(of, operator, List.copyOf(arguments), quoting);
  }

  private Word.BadSubstitution bad(String start, Quoting quoting) throws IOException {
    StringBuilder text = new StringBuilder(start);
    for (Word.Part part : words.argument(quoting, "}").parts()) {
      text.append(part instanceof Word.Literal literal ? literal.text() : "");
    }
    in.next();
    return new Word.BadSubstitution("${" + text + "}");
  }

  /**
   * The quoting within a pattern, which double quotes around the expansion do not affect (POSIX,
   * Shell 2.6.2).
   */
  private static Quoting inArgument(String operator, Quoting around) {
    return operator.isEmpty() || "#%/^,:".indexOf(operator.charAt(operator.length() - 1)) < 0
        ? around
        : Quoting.NONE;
  }

  private String operator() throws IOException {
    int c = in.peekJoined();
    if (c == ':' && "-=?+".indexOf(in.peek(1)) >= 0) {
      return text(in.next()) + text(in.next());
    } else if ("-=?+".indexOf(c) >= 0) {
      return text(in.next());
    } else if (c == '#' || c == '%' || (in.grammar() == Grammar.BASH && (c == '^' || c == ','))) {
      String one = text(in.next());
      return in.peekJoined() == c ? one + text(in.next()) : one;
    } else if (in.grammar() != Grammar.POSIX && c == '/') {
      String one = text(in.next());
      String further = in.grammar() == Grammar.BASH ? "/#%" : "/";
      return in.peek() != Characters.END && further.indexOf(in.peek()) >= 0
          ? one + text(in.next())
          : one;
    } else if ((in.grammar() != Grammar.POSIX && c == ':')
        || (in.grammar() == Grammar.BASH && c == '@')) {
      return text(in.next());
    }
    return "";
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

  private static boolean isSpecial(int c) {
    return c != Characters.END && "@*#?-$!0123456789".indexOf(c) >= 0;
  }

  static boolean isNameStart(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String text(int c) {
    return String.valueOf((char) c);
  }
}
