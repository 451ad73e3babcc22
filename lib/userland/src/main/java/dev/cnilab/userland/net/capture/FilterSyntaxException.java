package dev.cnilab.userland.net.capture;

/** A filter expression that means nothing; the message is what follows "tcpdump: ". */
final class FilterSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  FilterSyntaxException() {
    this("can't parse filter expression: syntax error");
  }

  FilterSyntaxException(String message) {
    super(message, null, false, false);
  }
}
