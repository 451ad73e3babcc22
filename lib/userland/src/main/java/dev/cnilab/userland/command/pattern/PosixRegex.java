package dev.cnilab.userland.command.pattern;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Translates POSIX regular expressions into those of {@code java.util.regex}; regex(7). */
public final class PosixRegex {
  /** The two grammars of POSIX. */
  public enum Syntax {
    BASIC,
    EXTENDED
  }

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "\\p{IsAlphabetic}"),
          Map.entry("digit", "0-9"),
          Map.entry("alnum", "\\p{IsAlphabetic}\\p{IsDigit}"),
          Map.entry("upper", "\\p{Lu}"),
          Map.entry("lower", "\\p{Ll}"),
          Map.entry("space", "\\s\\x0B"),
          Map.entry("blank", " \\t"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private final String source;
  private final Syntax syntax;
  private final boolean isMultiline;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int open;
  private boolean canRepeat;

  private PosixRegex(String source, Syntax syntax, int flags) {
    this.source = source;
    this.syntax = syntax;
    this.isMultiline = (flags & Pattern.MULTILINE) != 0;
  }

  /**
   * Compiles an expression.
   *
   * @param flags of {@link Pattern}
   * @throws RegexException with the message of regcomp(3)
   */
  public static Pattern compile(String source, Syntax syntax, int flags) throws RegexException {
    String translated = new PosixRegex(source, syntax, flags).translate();
    try {
      return Pattern.compile(translated, flags | Pattern.DOTALL);
    } catch (PatternSyntaxException | StackOverflowError wrong) {
      throw new RegexException("Invalid preceding regular expression");
    }
  }

  private String translate() throws RegexException {
    while (at < source.length()) {
      element();
    }
    if (open > 0) {
      throw new RegexException("Unmatched ( or \\(");
    }
    return out.toString();
  }

  private void element() throws RegexException {
    char c = source.charAt(at++);
    boolean extended = syntax == Syntax.EXTENDED;
    switch (c) {
      case '\\' -> escape();
      case '[' -> bracket();
      case '.' -> atom(".");
      case '*' -> repeat("*");
      case '^' -> {
        boolean anchor = extended || atStart();
        literalOr(anchor, isMultiline ? "(?<![^\n])" : "^", c);
      }
      case '$' -> {
        boolean anchor = extended || atEnd();
        literalOr(anchor, isMultiline ? "(?![^\n])" : "\\z", c);
      }
      case '(', ')', '|', '+', '?', '{' -> {
        if (extended) {
          operator(c);
        } else {
          atom(Pattern.quote(String.valueOf(c)));
        }
      }
      default -> atom(quote(c));
    }
  }

  private boolean atStart() {
    return at == 1 || source.startsWith("\\(", at - 3) || source.startsWith("\\|", at - 3);
  }

  private boolean atEnd() {
    return at == source.length() || source.startsWith("\\)", at) || source.startsWith("\\|", at);
  }

  private void literalOr(boolean anchor, String meaning, char c) {
    if (anchor) {
      out.append(meaning);
      canRepeat = false;
    } else {
      atom(quote(c));
    }
  }

  private void atom(String text) {
    out.append(text);
    canRepeat = true;
  }

  private static String quote(char c) {
    return "\\[](){}.*+?^$|&-~#".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
  }

  private void repeat(String text) {
    if (canRepeat) {
      boolean again = !out.isEmpty() && "*+?".indexOf(out.charAt(out.length() - 1)) >= 0;
      boolean escaped = out.length() > 1 && out.charAt(out.length() - 2) == '\\';
      if (!again || escaped) {
        out.append(text);
      }
    } else if (syntax == Syntax.BASIC) {
      atom(Pattern.quote(text));
    }
  }

  private void operator(char c) throws RegexException {
    switch (c) {
      case '(' -> {
        open++;
        out.append('(');
        canRepeat = false;
      }
      case ')' -> {
        if (open == 0) {
          throw new RegexException("Unmatched ) or \\)");
        }
        open--;
        atom(")");
      }
      case '|' -> {
        out.append('|');
        canRepeat = false;
      }
      case '{' -> interval();
      default -> repeat(String.valueOf(c));
    }
  }

  private void interval() throws RegexException {
    String close = syntax == Syntax.BASIC ? "\\}" : "}";
    int end = source.indexOf(close, at);
    String inside = end < 0 ? "" : source.substring(at, end);
    if (!inside.matches("[0-9]{1,4}(,[0-9]{0,4})?|,[0-9]{1,4}")) {
      if (syntax == Syntax.EXTENDED) {
        atom("\\{");
        return;
      }
      throw new RegexException(end < 0 ? "Unmatched \\{" : "Invalid content of \\{\\}");
    }
    at = end + close.length();
    if (canRepeat) {
      out.append('{').append(inside.startsWith(",") ? "0" + inside : inside).append('}');
    }
  }

  private void escape() throws RegexException {
    if (at == source.length()) {
      throw new RegexException("Trailing backslash");
    }
    char c = source.charAt(at++);
    switch (c) {
      case '(', ')', '{', '|', '+', '?' -> {
        if (syntax == Syntax.BASIC) {
          operator(c);
        } else {
          atom("\\" + c);
        }
      }
      case '<' -> out.append("\\b(?=\\w)");
      case '>' -> out.append("\\b(?<=\\w)");
      case '`' -> out.append("\\A");
      case '\'' -> out.append("\\z");
      case 'b', 'B' -> out.append('\\').append(c);
      case 'w', 'W', 's', 'S' -> atom("\\" + c);
      case 'n' -> atom("\n");
      case 't' -> atom("\t");
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> atom("\\" + c);
      default -> atom(quote(c));
    }
  }

  private void bracket() throws RegexException {
    StringBuilder set = new StringBuilder("[");
    if (at < source.length() && source.charAt(at) == '^') {
      set.append('^');
      at++;
    }
    for (int first = at; ; ) {
      if (at >= source.length()) {
        throw new RegexException("Unmatched [, [^, [:, [., or [=");
      }
      char c = source.charAt(at);
      if (c == ']' && at > first) {
        at++;
        break;
      }
      Optional<String> named = characterClass();
      if (named.isPresent()) {
        set.append(named.get());
      } else {
        range(set);
      }
    }
    atom(set.append(']').toString());
  }

  private Optional<String> characterClass() throws RegexException {
    if (!source.startsWith("[:", at)) {
      return Optional.empty();
    }
    int end = source.indexOf(":]", at + 2);
    if (end < 0) {
      return Optional.empty();
    }
    String set = CLASSES.get(source.substring(at + 2, end));
    if (set == null) {
      throw new RegexException("Invalid character class name");
    }
    at = end + 2;
    return Optional.of(set);
  }

  private void range(StringBuilder set) throws RegexException {
    char low = source.charAt(at++);
    set.append(quote(low));
    boolean range =
        at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']';
    if (range) {
      char high = source.charAt(at + 1);
      if (high < low) {
        throw new RegexException("Invalid range end");
      }
      set.append('-').append(quote(high));
      at += 2;
    }
  }
}
