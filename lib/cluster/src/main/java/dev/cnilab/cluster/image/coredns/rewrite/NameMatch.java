package dev.cnilab.cluster.image.coredns.rewrite;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cnilab.cluster.goregexp.GoPattern;
import dev.cnilab.cluster.goregexp.GoPatternException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which names a {@code rewrite} rule matches, and what they become.
 *
 * @param from in lower case, except for a regular expression
 */
record NameMatch(How how, String from, Optional<Pattern> pattern) {
  /** Which part of a name is compared. */
  enum How {
    EXACT,
    PREFIX,
    SUFFIX,
    SUBSTRING,
    REGEX;

    static Optional<How> of(String word) {
      for (How how : values()) {
        if (how.name().equalsIgnoreCase(word)) {
          return Optional.of(how);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A match.
   *
   * @throws IllegalArgumentException if the regular expression is invalid
   */
  static NameMatch of(How how, String from) {
    try {
      return how == How.REGEX
          ? new NameMatch(how, from, Optional.of(GoPattern.compile(from)))
          : new NameMatch(how, dotted(how, from.toLowerCase(Locale.ROOT)), Optional.empty());
    } catch (GoPatternException wrong) {
      throw new IllegalArgumentException("invalid regex pattern: " + from, wrong);
    }
  }

  private static String dotted(How how, String name) {
    boolean isEnd = how == How.EXACT || how == How.SUFFIX;
    return isEnd && !name.endsWith(".") ? name + "." : name;
  }

  /** The rewritten name; empty if the rule does not match. */
  Optional<String> replace(String name, String with) {
    String to = how == How.REGEX ? with : dotted(how, with);
    return switch (how) {
      case EXACT -> name.equals(from) ? Optional.of(to) : Optional.empty();
      case PREFIX ->
          name.startsWith(from)
              ? Optional.of(to + name.substring(from.length()))
              : Optional.empty();
      case SUFFIX ->
          name.endsWith(from)
              ? Optional.of(name.substring(0, name.length() - from.length()) + to)
              : Optional.empty();
      case SUBSTRING ->
          name.contains(from) ? Optional.of(name.replace(from, to)) : Optional.empty();
      case REGEX -> groups(name, to);
    };
  }

  private Optional<String> groups(String name, String to) {
    Matcher found = pattern.orElseThrow().matcher(name);
    if (!found.find()) {
      return Optional.empty();
    }
    String result = to;
    for (int i = 0; i <= found.groupCount(); i++) {
      result = result.replace("{" + i + "}", found.group(i) == null ? "" : found.group(i));
    }
    return Optional.of(result);
  }
}
