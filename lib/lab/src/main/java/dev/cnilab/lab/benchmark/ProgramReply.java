package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.fault.Culprit;
import java.util.List;
import java.util.Optional;

/**
 * A program's answer: what is wrong, most likely cause first.
 *
 * @param evidence in the program's own words
 */
record ProgramReply(List<Culprit> culprits, List<String> evidence) {

  /** No answer, which differs from the answer that nothing is wrong. */
  static final ProgramReply NONE = new ProgramReply(List.of(new Culprit("", "")), List.of());

  ProgramReply {
    culprits = List.copyOf(culprits);
    evidence = List.copyOf(evidence);
  }

  /**
   * Parses {@code {"causes": [{"cause": …, "where": …, "evidence": …}, …]}}, or a single cause
   * without the list, from the last line that is a JSON object or from the whole output.
   */
  static ProgramReply parse(String printed) {
    return printed
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(ProgramReply::object)
        .flatMap(Optional::stream)
        .reduce((earlier, later) -> later)
        .or(() -> object(printed))
        .map(ProgramReply::of)
        .orElse(NONE);
  }

  private static Optional<Json> object(String text) {
    try {
      return Optional.of(Json.parse(text)).filter(Json::isObject);
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static String evidence(Json cause) {
    String text = cause.text("/evidence");
    return text.isEmpty() ? cause.at("/evidence").toString() : text;
  }

  private static ProgramReply of(Json said) {
    boolean several = said.at("/causes").value() instanceof List<?>;
    if (!several && !said.keys().contains("cause")) {
      return NONE;
    }
    List<Json> causes = several ? said.list("/causes") : List.of(said);
    return new ProgramReply(
        causes.stream().map(each -> new Culprit(each.text("/cause"), each.text("/where"))).toList(),
        causes.stream().map(ProgramReply::evidence).toList());
  }
}
