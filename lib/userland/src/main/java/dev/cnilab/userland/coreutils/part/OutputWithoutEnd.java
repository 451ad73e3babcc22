package dev.cnilab.userland.coreutils.part;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream of the process that closing does not close, so that it stays open after a copy. */
final class OutputWithoutEnd extends FilterOutputStream {
  private OutputWithoutEnd(OutputStream out) {
    super(out);
  }

  static OutputStream of(OutputStream out) {
    return new OutputWithoutEnd(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
