package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.stream.Output;

/** The output of {@code sed}. A last line without a newline gets one only if something follows. */
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

  /** Prints a line as it was read, with or without a newline. */
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

  /** The number of characters not written yet. */
  int pending() {
    return pending.length();
  }

  void flush() {
    target.print(pending);
    pending.setLength(0);
  }
}
