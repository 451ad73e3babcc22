package dev.cnilab.lab.names;

/**
 * A DNS query and its answer.
 *
 * @param name without the trailing dot
 * @param type A, AAAA…
 * @param server the server that was queried
 * @param answer its records or its code, in words
 */
public record Asked(String name, String type, String server, Answer kind, String answer) {

  /** The kind of an answer. */
  public enum Answer {
    FOUND,
    NO_SUCH_NAME,
    NO_SUCH_RECORD,
    FAILED,
    REFUSED,
    SILENCE
  }
}
