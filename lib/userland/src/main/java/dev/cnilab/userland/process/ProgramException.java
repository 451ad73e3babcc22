package dev.cnilab.userland.process;

import java.io.IOException;

/** Ends a program: prints its name and the message, and sets its exit status. */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String text;

  public ProgramException(int status, String message) {
    super(message);
    this.status = status;
    this.text = message;
  }

  public String text() {
    return text;
  }

  public int status() {
    return status;
  }
}
