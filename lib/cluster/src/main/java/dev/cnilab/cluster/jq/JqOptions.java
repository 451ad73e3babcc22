package dev.cnilab.cluster.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of a call.
 *
 * @param exitStatus whether the status is to tell what the last result was
 */
record JqOptions(
    JsonFormat format,
    boolean exitStatus,
    boolean nullInput,
    boolean slurp,
    Optional<String> filter,
    List<String> files) {
  static JqOptions parse(List<String> arguments) {
    StringBuilder letters = new StringBuilder();
    List<String> words = new ArrayList<>();
    for (String argument : arguments.subList(1, arguments.size())) {
      switch (argument) {
        case "--raw-output" -> letters.append('r');
        case "--compact-output" -> letters.append('c');
        case "--exit-status" -> letters.append('e');
        case "--null-input" -> letters.append('n');
        case "--slurp" -> letters.append('s');
        case "--sort-keys" -> letters.append('S');
        default -> {
          if (argument.length() > 1 && argument.startsWith("-")) {
            letters.append(argument.substring(1));
          } else {
            words.add(argument);
          }
        }
      }
    }
    String given = letters.toString();
    return new JqOptions(
        new JsonFormat(given.contains("c"), given.contains("r"), given.contains("S")),
        given.contains("e"),
        given.contains("n"),
        given.contains("s"),
        words.isEmpty() ? Optional.empty() : Optional.of(words.getFirst()),
        words.isEmpty() ? List.of() : List.copyOf(words.subList(1, words.size())));
  }
}
