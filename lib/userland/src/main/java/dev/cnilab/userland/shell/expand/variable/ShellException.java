package dev.cnilab.userland.shell.expand.variable;

import java.io.IOException;

/**
 * An error that ends a shell that is not interactive; the shell prints the message after its name.
 * After most errors bash continues with the next line.
 */
public final class ShellException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String text;
  private final Reach reach;

  /** How much of a script bash abandons after an error. */
  public enum Reach {
    LINE,
    SCRIPT
  }

  public ShellException(int status, String message) {
    this(status, message, Reach.LINE);
  }

  private ShellException(int status, String message, Reach reach) {
    super(message);
    this.status = status;
    this.text = message;
    this.reach = reach;
  }

  /** An error that also ends bash. */
  static ShellException ending(int status, String message) {
    return new ShellException(status, message, Reach.SCRIPT);
  }

  public String text() {
    return text;
  }

  /** The exit status of the shell. */
  public int status() {
    return status;
  }

  public Reach reach() {
    return reach;
  }
}
