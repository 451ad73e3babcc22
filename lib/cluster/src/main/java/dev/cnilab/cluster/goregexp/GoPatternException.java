package dev.cnilab.cluster.goregexp;

/** A text is not a regular expression. The message is that of an error of Go's regexp/syntax. */
public final class GoPatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param code what is wrong
   * @param part of the text
   */
  GoPatternException(String code, String part) {
    super("error parsing regexp: " + code + ": `" + part + "`");
  }
}
