package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.stream.Output;

/** What {@code sed} prints. A last line that had no end gets one only if something follows. */
final class SedOutput {
  private final Output target;
  private final StringBuilder pending = new StringBuilder();
  private boolean owesNewline;

  SedOutput(Output target) {
    this.target = target;
  }

  void line(Object text) {
    line(text, true);
  }

  /** Prints a line as it was read: with its end, or without one. */
  void line(Object text, boolean complete) {
    if (owesNewline) {
      pending.append('\n');
    }
    pending.append(text);
    owesNewline = !complete;
    if (complete) {
      pending.append('\n');
    }
  }

  /** How many characters have not been written yet. */
  int pending() {
    return pending.length();
  }

  void flush() {
    target.print(pending);
    pending.setLength(0);
  }
}
