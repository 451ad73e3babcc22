package dev.cnilab.userland.command.pattern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds matches of a {@code java.util.regex} pattern in a text, by the rules of POSIX or of Perl.
 *
 * <p>Both take the leftmost match. Of those that begin there POSIX takes the longest (XBD 9.1),
 * Perl the one that its order of alternatives reaches first, as {@code java.util.regex} does.
 */
public final class RegexMatcher {
  /**
   * What can make the first match of Java shorter than the longest one: alternatives, a group that
   * is repeated or left out, and references, whose group can take less. In all other expressions
   * only single characters are repeated, and as often as possible is then the longest.
   */
  private static final Pattern CAN_BE_LONGER = Pattern.compile("\\||\\)[*+?{]|\\\\[1-9]");

  /** A \K whose backslash is not itself escaped. */
  private static final Pattern RESET = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\K");

  private static final String KEPT = "kept";

  private final Matcher matcher;
  private final CharSequence text;
  private final int length;
  private final boolean longest;
  private int next;
  private int ended = -1;

  private RegexMatcher(Pattern pattern, CharSequence text, boolean canBeLonger) {
    this.matcher = pattern.matcher(text).useAnchoringBounds(false).useTransparentBounds(true);
    this.text = text;
    this.length = text.length();
    this.longest = canBeLonger;
  }

  /** A matcher that takes the longest of the leftmost matches. */
  public static RegexMatcher posix(Pattern pattern, CharSequence text) {
    return new RegexMatcher(pattern, text, CAN_BE_LONGER.matcher(pattern.pattern()).find());
  }

  /**
   * Compiles an expression of pcre2pattern(3), in which \K sets where the reported match begins.
   *
   * @param flags of {@link Pattern}
   * @throws java.util.regex.PatternSyntaxException if it is malformed
   */
  public static Pattern compilePerl(String source, int flags) {
    return Pattern.compile(RESET.matcher(source).replaceAll("$1(?<" + KEPT + ">)"), flags);
  }

  /** A matcher that takes the first of the leftmost matches. */
  public static RegexMatcher perl(Pattern pattern, CharSequence text) {
    return new RegexMatcher(pattern, text, false);
  }

  /**
   * Finds the next match. As in sed(1) and awk(1), an empty match right after the last match is
   * none.
   */
  public boolean find() {
    while (next <= length && find(next)) {
      boolean empty = end() == start();
      next = empty ? end() + 1 : end();
      if (!empty || start() != ended) {
        ended = end();
        return true;
      }
    }
    next = length + 1;
    return false;
  }

  /** Finds the first match that begins at an index or later. */
  public boolean find(int from) {
    if (!matcher.find(from)) {
      return false;
    }
    if (longest) {
      lengthen();
    }
    return true;
  }

  /** A failed attempt that did not look at the end of its region has no longer match. */
  private void lengthen() {
    int start = matcher.start();
    int best = matcher.end();
    for (int end = best + 1; end <= length; end++) {
      if (matcher.region(start, end).matches()) {
        best = end;
      } else if (!matcher.hitEnd()) {
        break;
      }
    }
    matcher.region(start, best).matches();
  }

  /** Takes the next shorter match that begins at the same place, if there is one. */
  public boolean shorten() {
    int start = matcher.start();
    for (int end = matcher.end() - 1; end >= start; end--) {
      if (matcher.region(start, end).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The index of the match's first character. */
  public int start() {
    boolean reset = matcher.namedGroups().containsKey(KEPT) && matcher.start(KEPT) >= 0;
    return reset ? matcher.start(KEPT) : matcher.start();
  }

  /** The index after the match's last character. */
  public int end() {
    return matcher.end();
  }

  /** What matched. */
  public String group() {
    return text.subSequence(start(), end()).toString();
  }

  /** What a group matched; empty if it took no part in the match, or is not there. */
  public String group(int number) {
    String found = number <= matcher.groupCount() ? matcher.group(number) : "";
    return found == null ? "" : found;
  }

  /** The number of groups. */
  public int groupCount() {
    return matcher.groupCount();
  }
}
