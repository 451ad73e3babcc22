package dev.cnilab.conformance.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares a step's expected lines with the actual ones, with the format's tolerance. */
final class LineComparison {
  /** The allowed difference of two durations, in seconds. */
  private static final int TOLERANCE = 1;

  /** Durations up to this many seconds may be missing on one side. */
  private static final int NEGLIGIBLE = 2;

  private final Normaliser normaliser;

  LineComparison(Normaliser normaliser) {
    this.normaliser = normaliser;
  }

  /** The differences as a unified diff; empty if the two sides agree. */
  List<String> differences(ScriptCommand step, List<String> actual) {
    List<String> wanted = lines(step, step.expected());
    List<String> found = lines(step, actual);
    if (!wanted.equals(found)) {
      return UnifiedDiff.of(wanted, found);
    }
    int wantedSeconds = seconds(step.expected());
    int foundSeconds = seconds(actual);
    boolean agree =
        Math.abs(wantedSeconds - foundSeconds) <= TOLERANCE
            || Math.max(wantedSeconds, foundSeconds) <= NEGLIGIBLE;
    return agree ? List.of() : List.of("-~ " + wantedSeconds, "+~ " + foundSeconds);
  }

  private List<String> lines(ScriptCommand step, List<String> marked) {
    Stream<String> normal =
        marked.stream().filter(line -> !line.startsWith("~")).map(this::normalise);
    List<String> lines = new ArrayList<>(normal.toList());
    if (step.isUnordered()) {
      lines.sort(null);
    }
    return lines;
  }

  private String normalise(String marked) {
    String text = marked.length() > 2 ? marked.substring(2) : "";
    return (marked.charAt(0) + " " + normaliser.apply(text)).stripTrailing();
  }

  private static int seconds(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("~ "))
        .mapToInt(line -> Integer.parseInt(line.substring(2).trim()))
        .findFirst()
        .orElse(0);
  }
}
