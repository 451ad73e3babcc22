package dev.cnilab.userland.command.pattern;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/** The patterns of {@code case}, of pathnames and of <code>${x#pattern}</code>; fnmatch(3). */
public final class ShellPattern {
  private static final String SPECIAL = "\\*?[]!^-";

  private final String pattern;
  private final CharSequence text;
  private final int start;

  private ShellPattern(String pattern, CharSequence text, int start) {
    this.pattern = pattern;
    this.text = text;
    this.start = start;
  }

  /** Whether all of the text matches. A backslash in the pattern escapes the next character. */
  public static boolean matches(String pattern, CharSequence text) {
    return matches(pattern, text, 0);
  }

  /** Whether all of the text from {@code start} on matches. */
  public static boolean matches(String pattern, CharSequence text, int start) {
    return new ShellPattern(pattern, text, start).match();
  }

  /** The end of the shortest match that begins at {@code start}; -1 if there is none. */
  public static int shortest(String pattern, CharSequence text, int start) {
    return new ShellPattern(pattern, text, start).ends().findFirst().orElse(-1);
  }

  /** The end of the longest match that begins at {@code start}; -1 if there is none. */
  public static int longest(String pattern, CharSequence text, int start) {
    return new ShellPattern(pattern, text, start).ends().reduce(-1, (before, end) -> end);
  }

  /** A pattern that matches only this text. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        quoted.append('\\');
      }
      quoted.append(text.charAt(i));
    }
    return quoted.toString();
  }

  /**
   * Backtracks only to the last star, which is sufficient and keeps the cost linear in each length.
   */
  private boolean match() {
    int p = 0;
    int t = start;
    int starPattern = -1;
    int starText = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        starPattern = ++p;
        starText = t;
        continue;
      }
      int after = p < pattern.length() ? one(p, text.charAt(t)) : -1;
      if (after >= 0) {
        p = after;
        t++;
      } else if (starPattern >= 0) {
        p = starPattern;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /**
   * The ends of all matches, in order, found by following all paths through the pattern at once.
   */
  private IntStream ends() {
    IntStream.Builder ends = IntStream.builder();
    BitSet reached = new BitSet();
    reach(0, reached);
    for (int t = start; !reached.isEmpty(); t++) {
      if (reached.get(pattern.length())) {
        ends.add(t);
      }
      reached = t < text.length() ? after(reached, t) : new BitSet();
    }
    return ends.build();
  }

  private BitSet after(BitSet reached, int t) {
    BitSet next = new BitSet();
    for (int p = reached.nextSetBit(0);
        p >= 0 && p < pattern.length();
        p = reached.nextSetBit(p + 1)) {
      int after = pattern.charAt(p) == '*' ? p : one(p, text.charAt(t));
      if (after >= 0) {
        reach(after, next);
      }
    }
    return next;
  }

  /**
   * Marks a position of the pattern, and the following ones if it is a star, which may match
   * nothing.
   */
  private void reach(int place, BitSet reached) {
    int p = place;
    while (!reached.get(p)) {
      reached.set(p);
      if (p == pattern.length() || pattern.charAt(p) != '*') {
        return;
      }
      p++;
    }
  }

  /**
   * The pattern's next position if the element at {@code p} matches the character, otherwise -1.
   */
  private int one(int p, char c) {
    char element = pattern.charAt(p);
    if (element == '?') {
      return p + 1;
    } else if (element == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    } else if (element == '[') {
      Optional<Integer> end = Bracket.end(pattern, p);
      if (end.isPresent()) {
        return Bracket.contains(pattern.substring(p + 1, end.get()), c) ? end.get() + 1 : -1;
      }
    }
    return element == c ? p + 1 : -1;
  }
}
