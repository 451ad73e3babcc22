package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.userland.stream.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A caller's streams as a file descriptor of a command. */
final class ExecFile extends OpenFile {
  private final InputStream in;
  private final OutputStream out;
  private final ExecStreams.Mode mode;

  ExecFile(InputStream in, OutputStream out, ExecStreams.Mode mode) {
    this.in = in;
    this.out = out;
    this.mode = mode;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    out.flush();
  }

  @Override
  public boolean isTerminal() {
    return mode == ExecStreams.Mode.TTY;
  }
}
