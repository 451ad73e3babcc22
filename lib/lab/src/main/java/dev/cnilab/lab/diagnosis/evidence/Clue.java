package dev.cnilab.lab.diagnosis.evidence;

/**
 * One thing that was seen.
 *
 * @param where the place, as one would look there
 * @param says its own words
 */
public record Clue(String where, String says) {

  @Override
  public String toString() {
    return where + ": " + says;
  }
}
