package dev.cnilab.cluster.apiserver.spdy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The server's end of a connection: parses and writes frames. */
public final class SpdyConnection {
  private static final int HEADER = 8;
  private static final int CONTROL = 0x8003_0000;
  private static final int SYN_STREAM = 1;
  private static final int SYN_REPLY = 2;
  private static final int RST_STREAM = 3;
  private static final int PING = 6;
  private static final int FIN = 1;
  private static final int CANCEL = 5;
  private static final int LARGEST_FRAME = 1 << 20;

  private final SpdyStreams streams;
  private final Consumer<byte[]> out;
  private final HeaderBlock headers = new HeaderBlock();
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
  private int needed = HEADER;

  /**
   * A new connection.
   *
   * @param out receives the frames to send
   */
  public SpdyConnection(SpdyStreams streams, Consumer<byte[]> out) {
    this.streams = streams;
    this.out = out;
  }

  /**
   * Processes bytes that have arrived, whether whole frames or not.
   *
   * @throws IOException if they are not SPDY/3.1; the connection is then unusable
   */
  public void receive(byte[] bytes) throws IOException {
    unread.writeBytes(bytes);
    if (unread.size() < needed) {
      return;
    }
    ByteBuffer frames = ByteBuffer.wrap(unread.toByteArray());
    unread.reset();
    try {
      while (hasWholeFrame(frames)) {
        int word = frames.getInt();
        int rest = frames.getInt();
        byte[] body = new byte[rest & 0xffffff];
        frames.get(body);
        frame(word, rest >>> 24, ByteBuffer.wrap(body));
      }
    } catch (BufferUnderflowException | IllegalArgumentException tooShort) {
      throw new IOException("a frame is shorter than its kind", tooShort);
    } finally {
      answer();
    }
    unread.write(frames.array(), frames.position(), frames.remaining());
  }

  private boolean hasWholeFrame(ByteBuffer frames) throws IOException {
    needed = HEADER;
    if (frames.remaining() < HEADER) {
      return false;
    }
    int length = frames.getInt(frames.position() + 4) & 0xffffff;
    if (length > LARGEST_FRAME) {
      throw new IOException("a frame of " + length + " bytes");
    }
    needed += length;
    return frames.remaining() >= needed;
  }

  /** Sends all replies to what has arrived at once, as they can be many. */
  private void answer() {
    if (replies.size() > 0) {
      out.accept(replies.toByteArray());
      replies.reset();
    }
  }

  private void frame(int word, int flags, ByteBuffer body) throws IOException {
    if (word >= 0) {
      byte[] data = new byte[body.remaining()];
      body.get(data);
      streams.data(word, data);
      finishIf(flags, word);
      return;
    }
    switch (word & 0xffff) {
      case SYN_STREAM -> {
        int stream = body.getInt();
        body.position(body.position() + 6);
        byte[] block = new byte[body.remaining()];
        body.get(block);
        streams.opened(stream, headers.read(block));
        finishIf(flags, stream);
      }
      case RST_STREAM -> streams.reset(body.getInt());
      case PING -> {
        int id = body.getInt();
        if ((id & 1) == 1) {
          send(PING, 0, ByteBuffer.allocate(4).putInt(id).array());
        }
      }
      default -> {
        // Settings, window updates and the like have no effect here.
      }
    }
  }

  private void finishIf(int flags, int stream) {
    if ((flags & FIN) != 0) {
      streams.finished(stream);
    }
  }

  /** Refuses a stream that the other side has opened; called from {@link SpdyStreams#opened}. */
  public void reject(int stream) {
    send(RST_STREAM, 0, ByteBuffer.allocate(8).putInt(stream).putInt(CANCEL).array());
  }

  /** Accepts a stream that the other side has opened; called from {@link SpdyStreams#opened}. */
  public void reply(int stream) {
    byte[] block = headers.empty();
    send(SYN_REPLY, 0, ByteBuffer.allocate(4 + block.length).putInt(stream).put(block).array());
  }

  /** Sends data on a stream. */
  public void send(int stream, byte[] bytes) {
    data(stream, 0, bytes);
  }

  /** Tells the other side that a stream has no more data. */
  public void finish(int stream) {
    data(stream, FIN, new byte[0]);
  }

  private void data(int stream, int flags, byte[] bytes) {
    out.accept(
        ByteBuffer.allocate(HEADER + bytes.length)
            .putInt(stream)
            .putInt(flags << 24 | bytes.length)
            .put(bytes)
            .array());
  }

  private void send(int type, int flags, byte[] body) {
    replies.writeBytes(
        ByteBuffer.allocate(HEADER + body.length)
            .putInt(CONTROL | type)
            .putInt(flags << 24 | body.length)
            .put(body)
            .array());
  }
}
