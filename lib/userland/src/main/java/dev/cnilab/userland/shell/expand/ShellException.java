package dev.cnilab.userland.shell.expand;

import java.io.IOException;

/** An error that ends a shell that is not interactive; it prints the message after its name. */
public final class ShellException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String text;

  public ShellException(int status, String message) {
    super(message);
    this.status = status;
    this.text = message;
  }

  public String text() {
    return text;
  }

  /** What the shell exits with. */
  public int status() {
    return status;
  }
}
