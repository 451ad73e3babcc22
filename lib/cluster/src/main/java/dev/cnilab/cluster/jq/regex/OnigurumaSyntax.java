package dev.cnilab.cluster.jq.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Translates a regular expression of Oniguruma, in the syntax {@code Perl_NT} that jq asks for,
 * into one of {@code java.util.regex}; Oniguruma's doc/RE.
 */
final class OnigurumaSyntax {
  private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<(\\w+)>");
  private static final Pattern REFERENCE = Pattern.compile("k<(\\w+)>");
  private static final Pattern BRACED = Pattern.compile("[xpP]\\{\\^?\\w*}");
  private static final Pattern QUOTED = Pattern.compile("Q(.*?)(?:\\\\E|$)", Pattern.DOTALL);
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(,?)(\\d*)}");
  private static final Pattern BRACKET = Pattern.compile("\\[:(\\^?)(\\w+):]");

  /** ONIG_MAX_REPEAT_NUM. */
  private static final int MOST_REPEATS = 100_000;

  private static final String CLASSES =
      "alnum alpha ascii blank cntrl digit graph lower print punct space upper xdigit word";

  /** Letters that mean the same after a backslash in both. */
  private static final String ESCAPES = "wWdDsSbBAZzGtnrfaepPxcXR";

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private int at;

  private OnigurumaSyntax(String source) {
    this.source = source;
  }

  /**
   * The expression in the syntax of Java.
   *
   * @param names of its groups, in the order of their numbers; "" for one without a name
   */
  record Translated(String expression, List<String> names) {}

  /** Translates. */
  static Translated translate(String source) throws JsonQueryException {
    OnigurumaSyntax syntax = new OnigurumaSyntax(source);
    while (syntax.at < source.length()) {
      syntax.element();
    }
    return new Translated(syntax.out.toString(), List.copyOf(syntax.names));
  }

  private void element() throws JsonQueryException {
    switch (source.charAt(at)) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> group();
      case '{' -> repetition();
      default -> out.append(source.charAt(at++));
    }
  }

  private Matcher here(Pattern pattern) {
    return pattern.matcher(source).region(at, source.length());
  }

  private void escape() throws JsonQueryException {
    at++;
    if (at == source.length()) {
      throw failure("end pattern at escape");
    }
    Matcher reference = here(REFERENCE);
    if (reference.lookingAt()) {
      int group = names.indexOf(reference.group(1));
      if (group < 0) {
        throw failure("undefined name <" + reference.group(1) + "> reference");
      }
      out.append("\\").append(group + 1).append("(?:)");
      at = reference.end();
      return;
    }
    Matcher braced = here(BRACED);
    Matcher quoted = here(QUOTED);
    if (braced.lookingAt()) {
      out.append('\\').append(braced.group());
      at = braced.end();
      return;
    } else if (quoted.lookingAt()) {
      out.append(Pattern.quote(quoted.group(1)));
      at = quoted.end();
      return;
    }
    char letter = source.charAt(at++);
    boolean plain = Character.isLetter(letter) && ESCAPES.indexOf(letter) < 0;
    out.append(plain ? "" : "\\").append(letter);
  }

  /** A class without the set operations of Java, which this syntax does not have. */
  private void characterClass() throws JsonQueryException {
    out.append(source.charAt(at++));
    if (at < source.length() && source.charAt(at) == '^') {
      out.append(source.charAt(at++));
    }
    for (int first = at; at < source.length(); ) {
      char c = source.charAt(at);
      if (c == ']' && at > first) {
        out.append(source.charAt(at++));
        return;
      } else if (c == '\\') {
        escape();
      } else if (c == '[' && here(BRACKET).lookingAt()) {
        bracket();
      } else {
        out.append("[]&#".indexOf(c) >= 0 || Character.isWhitespace(c) ? "\\" : "").append(c);
        at++;
      }
    }
    throw failure("premature end of char-class");
  }

  private void bracket() throws JsonQueryException {
    Matcher bracket = here(BRACKET);
    if (!bracket.lookingAt() || !List.of(CLASSES.split(" ", -1)).contains(bracket.group(2))) {
      throw failure("invalid POSIX bracket type");
    }
    String name = bracket.group(2);
    String property =
        name.equals("word")
            ? "w"
            : "p{" + (name.equals("xdigit") ? "XDigit" : capitalized(name)) + "}";
    out.append("\\").append(bracket.group(1).isEmpty() ? property : inverted(property));
    at = bracket.end();
  }

  private static String capitalized(String name) {
    return name.equals("ascii")
        ? "ASCII"
        : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String inverted(String property) {
    return Character.toUpperCase(property.charAt(0)) + property.substring(1);
  }

  private void group() {
    Matcher named = here(GROUP_NAME);
    if (named.lookingAt()) {
      names.add(named.group(1));
      out.append('(');
      at = named.end();
    } else if (source.startsWith("(?#", at)) {
      int end = source.indexOf(')', at);
      at = end < 0 ? source.length() : end + 1;
    } else {
      if (!source.startsWith("(?", at)) {
        names.add("");
      }
      out.append(source.charAt(at++));
    }
  }

  /** A brace that begins no repetition is a character. */
  private void repetition() throws JsonQueryException {
    Matcher repetition = here(REPETITION);
    if (!repetition.lookingAt()) {
      out.append("\\{");
      at++;
      return;
    }
    long least = count(repetition.group(1));
    if (!repetition.group(3).isEmpty() && count(repetition.group(3)) < least) {
      throw failure("upper is smaller than lower in repeat range");
    }
    out.append(repetition.group());
    at = repetition.end();
  }

  private static long count(String digits) throws JsonQueryException {
    if (digits.length() > 6 || Long.parseLong(digits) > MOST_REPEATS) {
      throw failure("too big number for repeat range");
    }
    return Long.parseLong(digits);
  }

  /** jq's error for an expression that Oniguruma refuses, with the words of the latter. */
  static JsonQueryException failure(String words) {
    return new JsonQueryException("Regex failure: " + words);
  }
}
