package dev.cnilab.lab.question;

/**
 * The cluster's answer.
 *
 * @param letter of the answer it confirms; empty if it confirms none
 * @param evidence what was observed
 */
public record Observation(String letter, String evidence) {

  /** Nothing to observe yet. */
  public static Observation none(String why) {
    return new Observation("", why);
  }
}
