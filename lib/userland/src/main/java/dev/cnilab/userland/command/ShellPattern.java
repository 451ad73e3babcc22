package dev.cnilab.userland.command;

import java.util.Optional;

/** The patterns of {@code case}, of pathnames and of <code>${x#pattern}</code>; fnmatch(3). */
public final class ShellPattern {
  private static final String SPECIAL = "\\*?[]!^-";

  private final String pattern;
  private final String text;

  private ShellPattern(String pattern, String text) {
    this.pattern = pattern;
    this.text = text;
  }

  /** Whether all of the text matches. A backslash in the pattern protects what follows it. */
  public static boolean matches(String pattern, String text) {
    return new ShellPattern(pattern, text).match();
  }

  /** The pattern that only matches that text. */
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

  /** Goes back to the last star only, which is enough and keeps it linear in each. */
  private boolean match() {
    int p = 0;
    int t = 0;
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

  /** Where the pattern goes on if the element at {@code p} matches the character, else -1. */
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
