package dev.cnilab.userland.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts bytes as they come into lines of UTF-8. */
public final class LineSplitter {
  private final Consumer<String> lines;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  /**
   * A splitter.
   *
   * @param lines takes each line without its end
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

  /** Lets what has no end yet be a line too. */
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
