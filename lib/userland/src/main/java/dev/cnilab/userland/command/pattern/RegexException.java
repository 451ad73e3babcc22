package dev.cnilab.userland.command.pattern;

import java.io.IOException;

/** Thrown for an invalid regular expression. */
public final class RegexException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String text;

  RegexException(String text) {
    super(text);
    this.text = text;
  }

  /** The message of regerror(3). */
  public String text() {
    return text;
  }
}
