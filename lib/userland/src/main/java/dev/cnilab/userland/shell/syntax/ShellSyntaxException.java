package dev.cnilab.userland.shell.syntax;

import java.io.IOException;

/** A script that is not one. */
public final class ShellSyntaxException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String text;
  private final String bashText;
  private String source = "";

  ShellSyntaxException(int line, String message) {
    this(line, message, "syntax error: " + message);
  }

  /**
   * An error that the shells word differently.
   *
   * @param text dash's, after {@code Syntax error:}
   * @param bashText bash's, all of it
   */
  ShellSyntaxException(int line, String text, String bashText) {
    super(text);
    this.line = line;
    this.text = text;
    this.bashText = bashText;
  }

  /** A token that may not be there. */
  static ShellSyntaxException near(int line, String token, String dashText) {
    return new ShellSyntaxException(
        line, dashText, "syntax error near unexpected token `" + token + "'");
  }

  /** A script that ends before a quote or a bracket does. */
  static ShellSyntaxException unterminated(int line, char wanted) {
    return new ShellSyntaxException(
        line,
        wanted == ')' ? "Missing '))'" : "Unterminated quoted string",
        "unexpected EOF while looking for matching `" + wanted + "'");
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  /** The text after the line number. */
  public String text() {
    return text;
  }

  /** The line of the script, without its end. */
  public String source() {
    return source;
  }

  ShellSyntaxException in(String line) {
    source = line.stripTrailing();
    return this;
  }

  /** The same in the words of bash. */
  public String bashText() {
    return bashText;
  }
}
