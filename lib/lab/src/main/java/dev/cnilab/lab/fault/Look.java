package dev.cnilab.lab.fault;

import java.util.regex.Pattern;

/**
 * A look at the cluster, and what it is to show.
 *
 * @param in {@code node NAME}, {@code pod NAMESPACE/KEY=VALUE[@NODE]}, {@code events NAMESPACE},
 *     {@code log NAMESPACE/KEY=VALUE[@NODE]}, or {@code object PATH}
 * @param run the line of shell to run there; empty where there is nothing to run
 * @param shows is found in what is printed
 */
public record Look(String in, String run, Pattern shows) {

  /** Whether something that was printed shows it. */
  public boolean isIn(String printed) {
    return shows.matcher(printed).find();
  }

  /** What is found, as one reads it: without the marks that only a pattern needs. */
  public String words() {
    return shows
        .pattern()
        .replaceAll("\\\\([.\\[\\]()+*?{}|])", "$1")
        .replaceAll("^\\^|\\$$", "")
        .strip();
  }

  /** The place and the line, as one would say them. */
  public String typed() {
    return run.isEmpty() ? in : in + ": " + run;
  }

  @Override
  public String toString() {
    return typed() + " shows /" + shows + "/";
  }
}
