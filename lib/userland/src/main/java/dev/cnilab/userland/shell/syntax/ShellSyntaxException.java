package dev.cnilab.userland.shell.syntax;

import java.io.IOException;

/** A syntax error in a script. */
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
   * @param text dash's message, after {@code Syntax error:}
   * @param bashText bash's whole message
   */
  ShellSyntaxException(int line, String text, String bashText) {
    super(text);
    this.line = line;
    this.text = text;
    this.bashText = bashText;
  }

  /** An unexpected token. */
  static ShellSyntaxException near(int line, String token, String dashText) {
    return new ShellSyntaxException(
        line, dashText, "syntax error near unexpected token `" + token + "'");
  }

  /** A script that ends within a quote or a bracket. */
  static ShellSyntaxException unterminated(int line, char wanted) {
    return new ShellSyntaxException(
        line,
        wanted == ')' ? "Missing '))'" : "Unterminated quoted string",
        "unexpected EOF while looking for matching `" + wanted + "'");
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The text after the line number. */
  public String text() {
    return text;
  }

  /** The line of the script, without its newline. */
  public String source() {
    return source;
  }

  ShellSyntaxException in(String line) {
    source = line.stripTrailing();
    return this;
  }

  /** The message of bash. */
  public String bashText() {
    return bashText;
  }
}
