package dev.cnilab.lab.question;

/**
 * What the cluster answered.
 *
 * @param letter of the answer it confirms; empty if it confirms none of them
 * @param evidence what was seen
 */
public record Observation(String letter, String evidence) {

  /** Nothing to be seen yet. */
  public static Observation none(String why) {
    return new Observation("", why);
  }
}
