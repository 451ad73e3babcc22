package dev.cnilab.cluster.conformance.transcript;

import java.util.ArrayList;
import java.util.List;

/** How the commands and waits of a transcript came out. */
record Report(String transcript, List<Outcome> outcomes) {
  int all() {
    return outcomes.size();
  }

  int agreeing() {
    return (int) outcomes.stream().filter(Outcome::alike).count();
  }

  String summary() {
    return "%-36s %3d of %3d".formatted(transcript, agreeing(), all());
  }

  /** For each that differs: what it was, and the lines. */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (!outcome.alike()) {
        lines.add("");
        lines.add(transcript + ": " + outcome.what());
        outcome.missing().forEach(line -> lines.add("  - " + line));
        outcome.surplus().forEach(line -> lines.add("  + " + line));
      }
    }
    return lines;
  }
}
