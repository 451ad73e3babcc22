package dev.cnilab.conformance.kubernetes;

import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of the commands and waits of a transcript.
 *
 * @param exceptions the known differences
 */
record TranscriptReport(
    String transcript, List<ComparisonOutcome> outcomes, Exceptions exceptions) {
  int all() {
    return outcomes.size();
  }

  int agreeing() {
    return (int) outcomes.stream().filter(ComparisonOutcome::alike).count();
  }

  /** How many differ for a known reason. */
  int explained() {
    return (int) reasons().stream().filter(Optional::isPresent).count();
  }

  /** For each outcome the known reason of its difference, if any. */
  private List<Optional<String>> reasons() {
    Map<String, Integer> differed = new HashMap<>();
    List<Optional<String>> reasons = new ArrayList<>();
    for (ComparisonOutcome outcome : outcomes) {
      reasons.add(
          outcome.alike()
              ? Optional.empty()
              : exceptions.reason(
                  transcript, outcome.what(), differed.merge(outcome.what(), 1, Integer::sum) - 1));
    }
    return reasons;
  }

  String summary() {
    return "%-36s %3d of %3d%s"
        .formatted(
            transcript,
            agreeing(),
            all(),
            explained() == 0 ? "" : ", " + explained() + " differ for a known reason");
  }

  /** For each difference: the command, the reason if it is known, and the lines. */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    List<Optional<String>> reasons = reasons();
    for (int i = 0; i < outcomes.size(); i++) {
      ComparisonOutcome outcome = outcomes.get(i);
      Optional<String> reason = reasons.get(i);
      if (!outcome.alike()) {
        lines.add("");
        lines.add(transcript + ": " + outcome.what());
        reason.ifPresent(why -> lines.add("  (" + why + ")"));
        outcome.missing().forEach(line -> lines.add("  - " + line));
        outcome.surplus().forEach(line -> lines.add("  + " + line));
      }
    }
    return lines;
  }
}
