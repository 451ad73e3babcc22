package dev.cnilab.lab.names;

/**
 * One question that was sent, and what came back.
 *
 * @param name without the last dot
 * @param type A, AAAA…
 * @param server who was asked
 * @param answer its records or its code, in words
 */
public record Asked(String name, String type, String server, Answer kind, String answer) {

  /** What kind of answer it is. */
  public enum Answer {
    FOUND,
    NO_SUCH_NAME,
    NO_SUCH_RECORD,
    FAILED,
    REFUSED,
    SILENCE
  }
}
