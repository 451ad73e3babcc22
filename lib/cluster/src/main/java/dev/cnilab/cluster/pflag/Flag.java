package dev.cnilab.cluster.pflag;

import dev.cnilab.cluster.log.GoText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A flag of a program.
 *
 * @param letter that stands for it after a single dash; empty if it has none
 * @param obeyed whether it is supported here; others are refused by their name
 * @param only the values that are supported here; empty for all
 */
record Flag(
    String name, Optional<Character> letter, ValueType type, boolean obeyed, List<String> only) {
  /** In all of Kubernetes' components. */
  private static final Map<String, Character> LETTERS = Map.of("help", 'h', "v", 'v');

  private static final String ABSENT = "absent";
  private static final String ONLY = "only";

  /** Reads a line: {@code NAME TYPE}, {@code NAME TYPE absent}, {@code NAME TYPE only VALUE…}. */
  static Flag parse(String line) {
    List<String> words = List.of(line.split(" +"));
    String treatment = words.size() > 2 ? words.get(2) : "";
    return new Flag(
        words.getFirst(),
        Optional.ofNullable(LETTERS.get(words.getFirst())),
        ValueType.valueOf(words.get(1).toUpperCase(Locale.ROOT)),
        !treatment.equals(ABSENT),
        treatment.equals(ONLY) ? words.subList(3, words.size()) : List.of());
  }

  /** A flag that is supported, and has the type of its default value. */
  static Flag of(String name, Optional<Character> letter, String initial) {
    return new Flag(name, letter, ValueType.of(initial), true, List.of());
  }

  /**
   * Refuses a value.
   *
   * @throws IOException if it has the wrong type, or is not supported here
   */
  void check(String value) throws IOException {
    var complaint = type.complaint(value);
    if (complaint.isPresent()) {
      throw new IOException(
          "invalid argument %s for \"%s\" flag: %s"
              .formatted(GoText.quote(value), shown(), complaint.get()));
    }
    if (!obeyed) {
      throw new IOException("flag --" + name + " is not available on this machine");
    }
    if (!only.isEmpty() && !only.contains(value)) {
      throw new IOException(
          "flag --%s is not available on this machine with the value %s, only with %s"
              .formatted(name, GoText.quote(value), String.join(" or ", only)));
    }
  }

  /** As messages name it: {@code -v, --v}. */
  private String shown() {
    return letter.map(it -> "-" + it + ", ").orElse("") + "--" + name;
  }
}
