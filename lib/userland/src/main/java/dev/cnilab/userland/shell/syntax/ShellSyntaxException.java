package dev.cnilab.userland.shell.syntax;

import java.io.IOException;

/** A script that is not one; the message is dash's, after {@code Syntax error:}. */
public final class ShellSyntaxException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String text;

  ShellSyntaxException(int line, String message) {
    super(message);
    this.line = line;
    this.text = message;
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  /** The text after the line number. */
  public String text() {
    return text;
  }
}
