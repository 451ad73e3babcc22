package dev.cnilab.userland.awk;

import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The regular expressions of a program: mawk's, in which braces are characters. */
final class AwkRegex {
  /** Expressions that a program makes from text are kept, but not more than these. */
  private static final int KEPT = 100;

  private static final Pattern ESCAPE = Pattern.compile("\\\\([rfvab/\"]|[0-7]{1,3}|[^0-7])");

  /** The library compiles without flags. */
  private static final String DOTALL = "(?s)";

  private final Process process;
  private final Map<String, Pattern> kept = new LinkedHashMap<>();

  AwkRegex(Process process) {
    this.process = process;
  }

  /** A matcher of an expression, which others can interrupt. */
  RegexMatcher matcher(Object expression, String text) {
    return RegexMatcher.posix(pattern(expression), new PreemptibleText(text, process));
  }

  /**
   * The parts of a text between what an expression matches, if that is not empty; the characters,
   * if the expression is empty.
   */
  List<String> split(Object expression, String text) {
    if (text.isEmpty()) {
      return List.of();
    } else if (pattern(expression).pattern().replace(DOTALL, "").isEmpty()) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    RegexMatcher matcher = matcher(expression, text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        parts.add(text.substring(from, matcher.start()));
        from = matcher.end();
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private Pattern pattern(Object expression) {
    if (expression instanceof Pattern compiled) {
      return compiled;
    }
    if (kept.size() > KEPT) {
      kept.clear();
    }
    return kept.computeIfAbsent(expression.toString(), AwkRegex::compiled);
  }

  /** An expression of a program in the syntax of Java, or as it is if it is invalid. */
  static String translated(String source) {
    try {
      return DOTALL + compiled(source).pattern();
    } catch (PatternSyntaxException invalid) {
      return source;
    }
  }

  /**
   * Compiles an expression.
   *
   * @throws PatternSyntaxException if it is invalid
   */
  static Pattern compiled(String source) {
    try {
      return PosixRegex.compile(withCharacters(source), PosixRegex.Syntax.EXTENDED, 0);
    } catch (RegexException invalid) {
      return Pattern.compile(source, Pattern.DOTALL);
    }
  }

  /**
   * Escapes of awk that POSIX does not have become the characters, and braces lose their meaning.
   */
  private static String withCharacters(String source) {
    StringBuilder text = new StringBuilder();
    boolean inBrackets = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      Matcher escape = ESCAPE.matcher(source).region(i, source.length());
      if (c == '\\' && escape.lookingAt()) {
        text.append(character(escape.group(1), inBrackets));
        i = escape.end() - 1;
      } else if ((c == '{' || c == '}') && !inBrackets) {
        text.append('\\').append(c);
      } else {
        boolean first = i > 0 && "[^".indexOf(source.charAt(i - 1)) >= 0;
        inBrackets = c == '[' || (inBrackets && (c != ']' || first));
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String character(String escape, boolean inBrackets) {
    char first = escape.charAt(0);
    if (Character.isDigit(first) && first < '8') {
      return literal((char) Integer.parseInt(escape, 8), inBrackets);
    }
    return switch (first) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'f' -> "\f";
      case 'v' -> "\u000B";
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      default -> literal(first, inBrackets);
    };
  }

  private static String literal(char c, boolean inBrackets) {
    return !inBrackets && "\\[](){}.*+?^$|".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
  }

  /**
   * An ampersand is what matched; a backslash before it or before another one takes its meaning.
   */
  static void appendReplacement(String by, String matched, StringBuilder changed) {
    for (int i = 0; i < by.length(); i++) {
      char c = by.charAt(i);
      if (c == '\\' && i + 1 < by.length() && "\\&".indexOf(by.charAt(i + 1)) >= 0) {
        changed.append(by.charAt(++i));
      } else if (c == '&') {
        changed.append(matched);
      } else {
        changed.append(c);
      }
    }
  }
}
