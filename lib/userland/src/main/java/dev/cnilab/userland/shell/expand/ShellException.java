package dev.cnilab.userland.shell.expand;

import java.io.IOException;

/**
 * An error that ends a shell that is not interactive; it prints the message after its name. Bash
 * goes on with the next line after most of them.
 */
public final class ShellException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String text;
  private final Reach reach;

  /** How much of a script an error of bash takes with it. */
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

  /** An error that ends bash as well. */
  static ShellException ending(int status, String message) {
    return new ShellException(status, message, Reach.SCRIPT);
  }

  public String text() {
    return text;
  }

  /** What the shell exits with. */
  public int status() {
    return status;
  }

  public Reach reach() {
    return reach;
  }
}
