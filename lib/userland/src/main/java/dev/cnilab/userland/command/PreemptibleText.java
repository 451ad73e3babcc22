package dev.cnilab.userland.command;

import dev.cnilab.userland.process.Process;

/**
 * Text to match with a pattern. If matching backtracks endlessly, only the process itself is busy.
 */
public final class PreemptibleText implements CharSequence {
  /** The number of characters read in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  private final CharSequence text;
  private final Process process;
  private int looks;

  public PreemptibleText(CharSequence text, Process process) {
    this.text = text;
    this.process = process;
  }

  @Override
  public char charAt(int index) {
    if (++looks % CHARACTERS_A_UNIT == 0) {
      process.preempt();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
