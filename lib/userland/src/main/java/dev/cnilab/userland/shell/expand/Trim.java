package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Removes the part of a value that a pattern matches at its start or end. */
final class Trim {
  private Trim() {}

  /**
   * Applies an operator.
   *
   * @param operator one of {@code # ## % %%}; doubled means the longest match
   */
  static String apply(String operator, CharSequence value, String pattern) {
    return switch (operator) {
      case "#" -> from(value, ShellPattern.shortest(pattern, value, 0));
      case "##" -> from(value, ShellPattern.longest(pattern, value, 0));
      case "%" -> upTo(value, pattern, start -> value.length() - start);
      default -> upTo(value, pattern, start -> start);
    };
  }

  private static String from(CharSequence value, int end) {
    return value.subSequence(Math.max(0, end), value.length()).toString();
  }

  /** The value up to the first of these positions from which the pattern matches the rest. */
  private static String upTo(CharSequence value, String pattern, IntUnaryOperator places) {
    int start =
        IntStream.rangeClosed(0, value.length())
            .map(places)
            .filter(place -> ShellPattern.matches(pattern, value, place))
            .findFirst()
            .orElse(value.length());
    return value.subSequence(0, start).toString();
  }
}
