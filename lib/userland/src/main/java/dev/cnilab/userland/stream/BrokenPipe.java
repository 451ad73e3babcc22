package dev.cnilab.userland.stream;

import java.io.IOException;

/** EPIPE: nobody is left who could read what was written. */
public final class BrokenPipe extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenPipe() {
    super("Broken pipe");
  }
}
