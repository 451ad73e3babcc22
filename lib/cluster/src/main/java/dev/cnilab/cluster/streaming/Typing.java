package dev.cnilab.cluster.streaming;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import java.io.IOException;
import java.io.InputStream;

/** Passes on what a caller sends, until the caller has no more or this is closed. */
public final class Typing implements AutoCloseable {
  private static final int KEYS = 4096;

  /** Takes what was sent; may block as tasks do. */
  @FunctionalInterface
  public interface Keys {
    void pressed(byte[] keys, int count) throws IOException;
  }

  private final Task task;

  /**
   * Begins.
   *
   * @param onEnd is called when the caller has no more, or nobody takes it
   */
  public Typing(EventLoop loop, InputStream in, Keys keys, Runnable onEnd) {
    task =
        loop.spawn(
            "typing",
            () -> {
              copy(in, keys);
              onEnd.run();
            });
  }

  private static void copy(InputStream in, Keys keys) {
    byte[] buffer = new byte[KEYS];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        keys.pressed(buffer, count);
      }
    } catch (IOException goneOnOneSide) {
      // Nobody sends or nobody reads any more: the same end.
    }
  }

  @Override
  public void close() {
    if (!task.isFinished()) {
      task.interrupt();
    }
  }
}
