package dev.cnilab.lab.guard.looking;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that a command may be called with.
 *
 * @param flags options without a value
 * @param valued options with a value
 * @param operands a pattern for the other words
 * @param most the maximum number of other words
 */
record AdmittedWords(Set<String> flags, Set<String> valued, Pattern operands, int most) {
  /** A value, which is never taken for an option. */
  private static final Pattern VALUE = Pattern.compile("[^-].*|", Pattern.DOTALL);

  /** The name of a link, a set or a unit. */
  static final Pattern NAME = Pattern.compile("[\\w.@:+][\\w.@:+-]*");

  static final Pattern NONE = Pattern.compile("(?!)");

  static final Pattern ADDRESS = Pattern.compile("[\\w.:/@][\\w.:/@-]*");

  /** Whether all words are admitted. */
  boolean admits(List<String> words) {
    int operandCount = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (valued.contains(word)) {
        i++;
        if (i == words.size() || !VALUE.matcher(words.get(i)).matches()) {
          return false;
        }
      } else if (!flags.contains(word) && !isAssigned(word)) {
        operandCount++;
        if (word.startsWith("-") || operandCount > most || !operands.matcher(word).matches()) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isAssigned(String word) {
    int equals = word.indexOf('=');
    return equals > 2
        && word.startsWith("--")
        && valued.contains(word.substring(0, equals))
        && VALUE.matcher(word.substring(equals + 1)).matches();
  }

  /** The first word; empty if there is none. */
  static String first(List<String> words) {
    return words.isEmpty() ? "" : words.getFirst();
  }

  /** Whether all words except the first are names or options without an effect. */
  static boolean namesOnly(List<String> words) {
    return words.stream()
        .skip(1)
        .allMatch(word -> NAME.matcher(word).matches() || Set.of("-n", "-t").contains(word));
  }
}
