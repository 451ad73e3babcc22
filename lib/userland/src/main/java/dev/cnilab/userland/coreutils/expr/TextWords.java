package dev.cnilab.userland.coreutils.expr;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.process.ProgramException;

/** The string functions of {@code expr}. */
final class TextWords {
  private TextWords() {}

  /**
   * The length of the match of a basic regular expression at the start; if the expression has a
   * group, the text of the group.
   */
  static String match(Invocation call, String text, String expression) throws ProgramException {
    try {
      RegexMatcher matcher =
          RegexMatcher.posix(
              PosixRegex.compile(expression, PosixRegex.Syntax.BASIC, 0),
              new PreemptibleText(text, call.process()));
      boolean found = matcher.find(0) && matcher.start() == 0;
      if (matcher.groupCount() > 0) {
        return found ? matcher.group(1) : "";
      }
      return String.valueOf(found ? matcher.end() : 0);
    } catch (RegexException wrong) {
      throw call.failure(2, wrong.text());
    }
  }

  /** The position of the first of some characters, counted from one; 0 if there is none. */
  static String index(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return String.valueOf(i + 1);
      }
    }
    return "0";
  }

  /** A substring; empty if its position or length is invalid. */
  static String part(String text, String from, String length) {
    if (!from.matches("[0-9]{1,9}") || !length.matches("[0-9]{1,9}")) {
      return "";
    }
    long start = Long.parseLong(from) - 1;
    if (start < 0 || start >= text.length()) {
      return "";
    }
    long end = Math.min(text.length(), start + Long.parseLong(length));
    return text.substring((int) start, (int) end);
  }
}
