package dev.cnilab.userland.file.open;

import java.io.IOException;

/** A write that failed after some of its bytes; write(2) returns their number, and fails next. */
public final class PartialWrite extends IOException {
  private static final long serialVersionUID = 1L;
  private final int written;

  /**
   * @param error the error's text, such as {@code No space left on device}
   * @param written the number of bytes that were written
   */
  public PartialWrite(String error, int written) {
    super(error);
    this.written = written;
  }

  public int written() {
    return written;
  }
}
