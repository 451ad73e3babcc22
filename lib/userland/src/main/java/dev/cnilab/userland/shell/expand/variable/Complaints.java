package dev.cnilab.userland.shell.expand.variable;

import dev.cnilab.userland.shell.syntax.Grammar;

/** The error messages of failed expansions, worded as in each shell. */
public record Complaints(Grammar grammar) {
  /** bash's exit status if a required variable is unset. */
  private static final int ENDED = 127;

  private boolean isBash() {
    return grammar == Grammar.BASH;
  }

  /** An unset parameter with {@code set -u}. */
  public ShellException unbound(String name) {
    return isBash()
        ? ShellException.ending(ENDED, name + ": unbound variable")
        : new ShellException(2, name + ": parameter not set");
  }

  /** A parameter without the value that {@code ?} or {@code :?} requires. */
  public ShellException missing(String name, String operator, String text) {
    String said =
        !text.isEmpty()
            ? text
            : isBash() && operator.startsWith(":")
                ? "parameter null or not set"
                : "parameter not set";
    return isBash()
        ? ShellException.ending(ENDED, name + ": " + said)
        : new ShellException(2, name + ": " + said);
  }

  /** An invalid expansion in braces. */
  public ShellException badSubstitution(String text) {
    return isBash()
        ? new ShellException(1, text + ": bad substitution")
        : new ShellException(
            2, grammar == Grammar.BUSYBOX ? "syntax error: bad substitution" : "Bad substitution");
  }

  /** A read-only variable. */
  ShellException readOnly(String name) {
    return isBash()
        ? new ShellException(1, name + ": readonly variable")
        : new ShellException(2, name + ": is read only");
  }
}
