package dev.cnilab.lab.diagnosis.evidence;

/**
 * A single observation.
 *
 * @param where the place, as typed to look there
 * @param says its own text
 */
public record Clue(String where, String says) {

  @Override
  public String toString() {
    return where + ": " + says;
  }
}
