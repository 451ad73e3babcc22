package dev.cnilab.cluster.streaming;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import java.io.IOException;
import java.io.InputStream;

/** Passes on a caller's input, until it ends or this is closed. */
public final class StdinRelay implements AutoCloseable {
  private static final int KEYS = 4096;

  /** Receives the input; may block as in tasks. */
  @FunctionalInterface
  public interface Keys {
    void pressed(byte[] keys, int count) throws IOException;
  }

  private final Task task;

  /**
   * Starts.
   *
   * @param onEnd called when the input has ended, or is no longer accepted
   */
  public StdinRelay(EventLoop loop, InputStream in, Keys keys, Runnable onEnd) {
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
      // The sender or the receiver is gone: the same end.
    }
  }

  @Override
  public void close() {
    if (!task.isFinished()) {
      task.interrupt();
    }
  }
}
