package dev.cnilab.cluster.kubelet.server;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** A command's output as a stream of bytes to the caller. */
final class SinkStream extends OutputStream {
  private final Consumer<byte[]> sink;

  SinkStream(Consumer<byte[]> sink) {
    this.sink = sink;
  }

  @Override
  public void write(int octet) {
    sink.accept(new byte[] {(byte) octet});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      sink.accept(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
