package dev.cnilab.cluster.urfave;

/** An invalid command line; the message is that of Go's package flag. */
public final class FlagException extends Exception {
  private static final long serialVersionUID = 1L;

  /** At a value that a command cannot use. */
  public FlagException(String message) {
    super(message);
  }

  /** The message. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
