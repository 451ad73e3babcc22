package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script of {@code sed}, read character by character. */
final class SedScanner {
  /** Matches nowhere. */
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  private final Invocation call;
  private final String text;
  private int at;

  SedScanner(Invocation call, String text) {
    this.call = call;
    this.text = text;
  }

  /** An error at the present position. */
  ProgramException error(String problem) {
    return call.isBusybox()
        ? call.failure(1, problem)
        : call.failure(1, "-e expression #1, char " + at + ": " + problem);
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** The next character without consuming it; 0 at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  /** Consumes the next character. */
  char next() {
    return text.charAt(at++);
  }

  /** Skips that many characters. */
  void advance(int count) {
    at += count;
  }

  /** The character consumed last; a slash beyond the end. */
  char taken() {
    return at > 0 && at <= text.length() ? text.charAt(at - 1) : '/';
  }

  /** Skips any of these characters. */
  void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  /** Consumes the next digits. */
  long number() throws ProgramException {
    int start = at;
    while (Character.isDigit(peek()) && at - start < 10) {
      at++;
    }
    if (start == at) {
      throw error("unexpected `,'");
    }
    return Long.parseLong(text.substring(start, at));
  }

  /** A bracket expression, in which a delimiter is literal. */
  private static final Pattern BRACKETS =
      Pattern.compile("\\[\\^?]?(?:\\[([:.=])[^]]*?\\1]|[^]\\n])*]");

  /** Reads a regular expression up to the delimiter, which may stand in brackets. */
  String regex(char delimiter, String problem) throws ProgramException {
    return delimited(delimiter, problem, BRACKETS);
  }

  /** Reads up to the delimiter and consumes it; an escaped delimiter is literal. */
  String delimited(char delimiter, String problem) throws ProgramException {
    return delimited(delimiter, problem, NOTHING);
  }

  private String delimited(char delimiter, String problem, Pattern literal)
      throws ProgramException {
    StringBuilder part = new StringBuilder();
    Matcher whole = literal.matcher(text);
    while (at < text.length()) {
      if (whole.region(at, text.length()).lookingAt()) {
        part.append(whole.group());
        at = whole.end();
        continue;
      }
      if (literal == BRACKETS && text.charAt(at) == '[') {
        at = text.length(); // brackets that do not end hold everything
        break;
      }
      char c = text.charAt(at++);
      if (c == delimiter) {
        return part.toString();
      } else if (c == '\\' && at < text.length()) {
        char next = text.charAt(at++);
        part.append(next == delimiter ? "" : "\\").append(next);
        continue;
      } else if (c == '\n' && problem.startsWith("unterminated address")) {
        break;
      }
      part.append(c);
    }
    throw error(call.isBusybox() ? "unmatched '" + delimiter + "'" : problem);
  }

  /** Checks that the command ends here. */
  void requireEnd() throws ProgramException {
    skip(" \t");
    if (at < text.length() && ";}\n#".indexOf(peek()) < 0) {
      at++;
      throw error("extra characters after command");
    }
  }

  /** Consumes a label. */
  String label() {
    skip(" \t");
    int start = at;
    while (at < text.length() && ";\n}".indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }
}
