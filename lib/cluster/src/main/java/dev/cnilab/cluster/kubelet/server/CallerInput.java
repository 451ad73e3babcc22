package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a caller sends to a command's standard input; reading waits for it as tasks do. */
final class CallerInput extends InputStream {
  private final WaitQueue arrived;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int position;
  private boolean ended;

  CallerInput(EventLoop loop) {
    this.arrived = new WaitQueue(loop);
  }

  void add(byte[] bytes) {
    if (bytes.length > 0 && !ended) {
      chunks.add(bytes.clone());
      arrived.wakeAll();
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
    byte[] chunk = chunks.getFirst();
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, buffer, offset, count);
    position += count;
    if (position == chunk.length) {
      chunks.removeFirst();
      position = 0;
    }
    return count;
  }

  @Override
  public int available() {
    return chunks.isEmpty() ? 0 : chunks.getFirst().length - position;
  }
}
