package dev.cnilab.userland.file.open;

import java.io.IOException;

/** EPIPE: the pipe no longer has a reader. */
public final class BrokenPipe extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenPipe() {
    super("Broken pipe");
  }
}
