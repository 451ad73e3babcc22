package dev.cnilab.cluster.streaming;

import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A caller's streams as a file descriptor of a command. */
final class ExecFile extends OpenFile {
  private final InputStream in;
  private final OutputStream out;

  ExecFile(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }
}
