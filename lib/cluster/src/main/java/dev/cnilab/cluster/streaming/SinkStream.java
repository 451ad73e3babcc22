package dev.cnilab.cluster.streaming;

import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * A command's output as a stream of bytes to the caller. What is written at one instant is sent as
 * one piece, and a task that writes faster than the caller reads has to wait.
 */
final class SinkStream extends OutputStream {
  private static final int LARGEST_PIECE = 32 * 1024;

  private final EventLoop loop;
  private final StreamSink sink;
  private final Consumer<byte[]> channel;
  private final WaitQueue room;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean ended;

  /**
   * A stream.
   *
   * @param channel the sink's stdout or stderr
   * @param room woken when the sink has room again
   */
  SinkStream(EventLoop loop, StreamSink sink, Consumer<byte[]> channel, WaitQueue room) {
    this.loop = loop;
    this.sink = sink;
    this.channel = channel;
    this.room = room;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length && !ended; ) {
      while (!sink.hasRoom() && !ended) {
        room.await();
      }
      int count = Math.min(length - done, LARGEST_PIECE - pending.size());
      if (pending.size() == 0) {
        loop.schedule(0, this::flush);
      }
      pending.write(bytes, offset + done, count);
      done += count;
      if (pending.size() == LARGEST_PIECE) {
        flush();
      }
    }
  }

  /** Sends what has been written so far. */
  @Override
  public void flush() {
    if (pending.size() > 0 && !ended) {
      channel.accept(pending.toByteArray());
    }
    pending.reset();
  }

  /** The caller is gone: nothing more is sent, and waiting writers continue. */
  void abandon() {
    ended = true;
    room.wakeAll();
  }
}
