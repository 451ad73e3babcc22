package dev.cnilab.userland.file.open;

import java.util.Arrays;
import java.util.function.Consumer;

/** The write end towards something other than a process: a container's log, an exec session. */
public final class Sink extends OpenFile {
  private final Consumer<byte[]> bytes;
  private final Runnable closed;

  /**
   * Creates a sink.
   *
   * @param bytes receives what is written, at once, on the loop
   * @param closed called when the last holder has closed it
   */
  public Sink(Consumer<byte[]> bytes, Runnable closed) {
    this.bytes = bytes;
    this.closed = closed;
  }

  /** /dev/null. */
  public static Sink discarding() {
    Sink nothing = new Sink(ignored -> {}, () -> {});
    nothing.openedAs("/dev/null", 0700);
    return nothing;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    bytes.accept(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  /** As in /dev/null: always at the end. */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    return -1;
  }

  @Override
  protected void release() {
    closed.run();
  }
}
