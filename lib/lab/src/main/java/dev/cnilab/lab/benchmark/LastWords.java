package dev.cnilab.lab.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The end of a program's output: a flood neither blocks the program nor fills the memory. */
final class LastWords {

  /** The minimum number of bytes kept; an answer is far shorter. */
  static final int MOST = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reading;

  /** Starts to read all output. */
  LastWords(InputStream printed) {
    reading = Thread.ofPlatform().daemon().name("said").start(() -> read(printed));
  }

  private void read(InputStream printed) {
    byte[] some = new byte[1 << 16];
    try {
      for (int read = printed.read(some); read >= 0; read = printed.read(some)) {
        keep(some, read);
      }
    } catch (IOException ended) {
      // what was printed until then counts
    }
  }

  private synchronized void keep(byte[] some, int length) {
    kept.write(some, 0, length);
    if (kept.size() > 2 * MOST) {
      byte[] all = kept.toByteArray();
      kept.reset();
      kept.write(all, all.length - MOST, MOST);
    }
  }

  /**
   * The output.
   *
   * @param patience how long to wait for its end, because a process that the program left running
   *     may keep the output open
   */
  String text(Duration patience) throws InterruptedException {
    reading.join(patience);
    synchronized (this) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
