package dev.cnilab.lab.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a program prints, of which the end counts: a flood neither blocks it nor fills the memory.
 */
final class LastWords {

  /** Bytes of the end that are kept at least; an answer is far shorter. */
  static final int MOST = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reading;

  /** From now on all of it is read. */
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
      // what it has said until then counts
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
   * What there is.
   *
   * @param patience how long it may take until there is no more: what the program has left running
   *     may hold its output open
   */
  String text(Duration patience) throws InterruptedException {
    reading.join(patience);
    synchronized (this) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
