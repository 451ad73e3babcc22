package dev.cnilab.userland.net.capture.filter;

/** Thrown for an invalid filter expression; the message is what follows "tcpdump: ". */
public final class FilterSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  FilterSyntaxException() {
    this("can't parse filter expression: syntax error");
  }

  FilterSyntaxException(String message) {
    super(message, null, false, false);
  }
}
