package dev.cnilab.lab.fault;

import java.util.regex.Pattern;

/**
 * A look at the cluster, and what it must show.
 *
 * @param in {@code node NAME}, {@code pod NAMESPACE/KEY=VALUE[@NODE]}, {@code events NAMESPACE},
 *     {@code log NAMESPACE/KEY=VALUE[@NODE]}, or {@code object PATH}
 * @param run the line of shell to run there; empty if there is nothing to run
 * @param shows must occur in the output
 */
public record FaultEvidence(String in, String run, Pattern shows) {

  /** Whether an output shows it. */
  public boolean isIn(String printed) {
    return shows.matcher(printed).find();
  }

  /** What it shows as readable text, without the syntax of a pattern. */
  public String words() {
    return shows
        .pattern()
        .replaceAll("\\\\([.\\[\\]()+*?{}|])", "$1")
        .replaceAll("^\\^|\\$$", "")
        .strip();
  }

  /** The place and the line, in words. */
  public String typed() {
    return run.isEmpty() ? in : in + ": " + run;
  }

  @Override
  public String toString() {
    return typed() + " shows /" + shows + "/";
  }
}
