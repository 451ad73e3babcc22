package dev.cnilab.userland.command;

import java.io.IOException;

/** Something that is no regular expression. */
public final class RegexException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String text;

  RegexException(String text) {
    super(text);
    this.text = text;
  }

  /** What regerror(3) says. */
  public String text() {
    return text;
  }
}
