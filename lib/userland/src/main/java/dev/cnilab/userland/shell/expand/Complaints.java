package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.shell.syntax.Grammar;

/** What is said of expansions that fail, in the words of each shell. */
record Complaints(Grammar grammar) {
  /** With which bash ends if a variable that must be set is not. */
  private static final int ENDED = 127;

  private boolean isBash() {
    return grammar == Grammar.BASH;
  }

  /** A parameter that {@code set -u} wants set. */
  ShellException unbound(String name) {
    return isBash()
        ? ShellException.ending(ENDED, name + ": unbound variable")
        : new ShellException(2, name + ": parameter not set");
  }

  /** A parameter of which {@code ?} or {@code :?} wants a value. */
  ShellException missing(String name, String operator, String text) {
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

  /** Braces after a dollar sign that are no expansion. */
  ShellException badSubstitution(String text) {
    return isBash()
        ? new ShellException(1, text + ": bad substitution")
        : new ShellException(
            2, grammar == Grammar.BUSYBOX ? "syntax error: bad substitution" : "Bad substitution");
  }

  /** A variable that cannot be changed. */
  ShellException readOnly(String name) {
    return isBash()
        ? new ShellException(1, name + ": readonly variable")
        : new ShellException(2, name + ": is read only");
  }
}
