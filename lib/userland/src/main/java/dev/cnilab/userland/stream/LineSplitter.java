package dev.cnilab.userland.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits incoming bytes into lines of UTF-8. */
public final class LineSplitter {
  private final Consumer<String> lines;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  /**
   * Creates a splitter.
   *
   * @param lines receives each line without its newline
   */
  public LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  public void feed(byte[] bytes) {
    for (byte each : bytes) {
      if (each == '\n') {
        emit();
      } else {
        pending.write(each);
      }
    }
  }

  /** Passes on an incomplete last line. */
  public void flush() {
    if (pending.size() > 0) {
      emit();
    }
  }

  private void emit() {
    lines.accept(pending.toString(StandardCharsets.UTF_8));
    pending.reset();
  }
}
