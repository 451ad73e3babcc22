package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * What a command prints to one of its streams, up to a size: what is beyond is dropped, so that a
 * command that never stops printing does not fill the memory before it is ended. Any thread.
 */
final class Printing extends OutputStream {

  /** The largest output in bytes, 8 MiB. */
  static final int MOST = 8 << 20;

  /** What is wrong with a command that has printed more than is kept. */
  static final String TOO_MUCH = "it printed more than %d MiB".formatted(MOST >> 20);

  /** The same of one that was still printing. */
  static final String TOO_MUCH_AND_ENDED = TOO_MUCH + ", and was ended";

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean tooLong;

  @Override
  public synchronized void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, MOST - kept.size());
    tooLong |= taken < length;
    kept.write(bytes, offset, taken);
  }

  synchronized boolean isTooLong() {
    return tooLong;
  }

  synchronized int size() {
    return kept.size();
  }

  /** What has been kept so far. */
  synchronized String text() {
    return kept.toString(UTF_8);
  }
}
