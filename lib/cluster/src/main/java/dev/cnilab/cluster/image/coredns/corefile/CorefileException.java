package dev.cnilab.cluster.image.coredns.corefile;

/** An unusable Corefile; the message is CoreDNS's. */
public final class CorefileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  public CorefileException(String message) {
    super(message);
    this.text = message;
  }

  /** The message. */
  public String text() {
    return text;
  }

  /** Caddy's message about a place in the file. */
  public static CorefileException at(String path, int line, String what) {
    return new CorefileException(path + ":" + line + " - Error during parsing: " + what);
  }

  /** Caddy's message about a word in the place of another one. */
  static CorefileException syntax(String path, CorefileToken found, String expected) {
    return new CorefileException(
        "%s:%d - Syntax error: Unexpected token '%s', expecting '%s'"
            .formatted(path, found.line(), found.text(), expected));
  }
}
