package dev.cnilab.cluster.streaming;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A command's standard input from a caller; reading blocks as in tasks. */
final class CallerInput extends InputStream {
  private final WaitQueue arrived;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int position;
  private boolean ended;

  CallerInput(EventLoop loop) {
    this.arrived = new WaitQueue(loop);
  }

  /** Some bytes, and the callback when they have been read. */
  private static final class Chunk {
    final byte[] bytes;
    final Runnable taken;

    Chunk(byte[] bytes, Runnable taken) {
      this.bytes = bytes;
      this.taken = taken;
    }
  }

  void add(byte[] bytes, Runnable taken) {
    if (bytes.length > 0 && !ended) {
      chunks.add(new Chunk(bytes.clone(), taken));
      arrived.wakeAll();
    } else {
      taken.run();
    }
  }

  void end() {
    ended = true;
    arrived.wakeAll();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    while (chunks.isEmpty()) {
      if (ended) {
        return -1;
      }
      arrived.await();
    }
    byte[] chunk = chunks.getFirst().bytes;
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, buffer, offset, count);
    position += count;
    if (position == chunk.length) {
      position = 0;
      chunks.removeFirst().taken.run();
    }
    return count;
  }

  @Override
  public int available() {
    return chunks.isEmpty() ? 0 : chunks.getFirst().bytes.length - position;
  }
}
