package dev.cnilab.userland.kernel;

/** The text of a file that the kernel generates line by line; others may run between the lines. */
public final class GeneratedText {
  private final StringBuilder text = new StringBuilder();
  private final Runnable step;

  /**
   * A text without lines.
   *
   * @param step called for each line; what the lines describe may change during the call
   */
  public GeneratedText(Runnable step) {
    this.step = step;
  }

  /** Counts work that adds nothing to the text. */
  public void step() {
    step.run();
  }

  /** Adds a line, without the newline at its end. */
  public GeneratedText line(CharSequence line) {
    step.run();
    text.append(line).append('\n');
    return this;
  }

  /** Like {@link #line}, filled up with spaces to a width. */
  public GeneratedText line(CharSequence line, int width) {
    step.run();
    text.append(line).repeat(' ', Math.max(0, width - line.length())).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
