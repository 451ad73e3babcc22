package dev.cnilab.cluster.apiserver.validation.table;

import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The meaning of the words in the table. */
final class RuleWords {
  private static final Map<String, Function<List<String>, Check>> WITH_VALUES =
      Map.of(
          "enum", Checks::oneOf,
          "range", ends -> Checks.range(Long.parseLong(ends.get(0)), Long.parseLong(ends.get(1))),
          "unique", fields -> Checks.unique(fields.getFirst()),
          "maxBytes", most -> Checks.maxBytes(Integer.parseInt(most.getFirst())),
          "atMost", most -> Checks.atMost(Integer.parseInt(most.getFirst())),
          "required", words -> Checks.required(words.getFirst().replace("\"", "")));

  private RuleWords() {}

  /**
   * The check of a word.
   *
   * @throws IllegalStateException if there is none
   */
  static Check check(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return Checks.named(word)
          .or(() -> Rules.named(word).map(RuleWords::ofWhatIsThere))
          .orElseThrow(() -> new IllegalStateException("rules.txt has no check " + word));
    }
    Function<List<String>, Check> made = WITH_VALUES.get(word.substring(0, equals));
    if (made == null) {
      throw new IllegalStateException("rules.txt has no check " + word);
    }
    return made.apply(Arrays.asList(word.substring(equals + 1).split("[|]|\\.\\.", -1)));
  }

  private static Check ofWhatIsThere(Check rule) {
    return place -> {
      if (!place.value().isMissingNode()) {
        rule.at(place);
      }
    };
  }
}
