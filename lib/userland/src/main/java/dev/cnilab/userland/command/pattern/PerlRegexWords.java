package dev.cnilab.userland.command.pattern;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** What PCRE2 says of an invalid pattern (pcre2_error.c). */
public final class PerlRegexWords {
  private static final List<Map.Entry<String, String>> WORDS =
      List.of(
          Map.entry("Unclosed group", "missing closing parenthesis"),
          Map.entry("Unclosed character class", "missing terminating ] for character class"),
          Map.entry("Dangling meta character", "quantifier does not follow a repeatable item"),
          Map.entry("capturing group", "subpattern name expected"),
          Map.entry("Illegal repetition", "numbers out of order in {} quantifier"),
          Map.entry("Unmatched closing", "unmatched closing parenthesis"),
          Map.entry("Illegal character range", "range out of order in character class"));

  private PerlRegexWords() {}

  /** The words for a pattern that could not be compiled. */
  public static String of(PatternSyntaxException wrong) {
    return WORDS.stream()
        .filter(each -> wrong.getDescription().contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(wrong.getDescription().toLowerCase(Locale.ROOT));
  }
}
