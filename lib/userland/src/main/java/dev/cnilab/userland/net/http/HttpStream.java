package dev.cnilab.userland.net.http;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.userland.net.tls.ByteStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Reads a response from a connection, until a deadline of virtual time. */
public final class HttpStream {
  private static final int CHUNK = 16_384;
  private static final Duration WAKING_UP = Duration.ofNanos(20_000);

  private final EventLoop loop;
  private final ByteStream connection;
  private final long deadline;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private boolean ended;

  /**
   * Creates a reader.
   *
   * @param deadline as {@code EventLoop.nanoTime}
   */
  public HttpStream(EventLoop loop, ByteStream connection, long deadline) {
    this.loop = loop;
    this.connection = connection;
    this.deadline = deadline;
  }

  /** Thrown when the deadline has passed. */
  public static final class TimedOut extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Thrown if the response is not HTTP. */
  public static final class NotHttp extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The head of the response; empty if the peer closed the connection without sending anything. */
  public Optional<MessageHead> head() throws TimedOut, NotHttp {
    while (true) {
      byte[] bytes = buffer.toByteArray();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (!text.isEmpty() && !"HTTP/".startsWith(text.substring(0, Math.min(5, text.length())))) {
        throw new NotHttp();
      }
      OptionalInt body = MessageHead.body(text);
      if (body.isPresent()) {
        buffer.reset();
        buffer.write(bytes, body.getAsInt(), bytes.length - body.getAsInt());
        return Optional.of(MessageHead.of(text));
      }
      if (!fill()) {
        return Optional.empty();
      }
    }
  }

  /** Reads the bytes that are available, up to {@code most}; no bytes at the end. */
  byte[] piece(long most) throws TimedOut {
    if (buffer.size() == 0 && !fill()) {
      return new byte[0];
    }
    byte[] bytes = buffer.toByteArray();
    int length = (int) Math.min(most, bytes.length);
    buffer.reset();
    buffer.write(bytes, length, bytes.length - length);
    return java.util.Arrays.copyOf(bytes, length);
  }

  /** A line of a chunked body; empty at the end. */
  private String line() throws TimedOut {
    while (true) {
      String text = buffer.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n");
      if (end >= 0) {
        piece(end + 2L);
        return text.substring(0, end);
      }
      if (!fill()) {
        return "";
      }
    }
  }

  /**
   * Reads the body.
   *
   * @param sink receives each piece
   * @return the number of missing bytes; 0 if it is complete
   */
  public long body(MessageHead head, Consumer<byte[]> sink) throws TimedOut {
    if (head.isChunked()) {
      return chunked(sink);
    }
    long left = head.contentLength().orElse(Long.MAX_VALUE);
    while (left > 0) {
      byte[] piece = piece(left);
      if (piece.length == 0) {
        return head.contentLength().isPresent() ? left : 0;
      }
      left -= piece.length;
      sink.accept(piece);
    }
    return 0;
  }

  private long chunked(Consumer<byte[]> sink) throws TimedOut {
    while (true) {
      String size = line().replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        return 1;
      }
      long left = Long.parseLong(size, 16);
      if (left == 0) {
        return 0;
      }
      while (left > 0) {
        byte[] piece = piece(left);
        if (piece.length == 0) {
          return left;
        }
        left -= piece.length;
        sink.accept(piece);
      }
      line();
    }
  }

  /**
   * Waits until data that was sent together has arrived, as it has by the time a real process runs.
   */
  private void takeWhatFollows(int room) {
    if (room <= 0) {
      return;
    }
    loop.sleep(WAKING_UP);
    connection
        .read(room, Duration.ZERO)
        .ifPresent(
            bytes -> {
              ended = bytes.length() == 0;
              buffer.writeBytes(bytes.toArray());
            });
  }

  private boolean fill() throws TimedOut {
    if (ended) {
      return false;
    }
    long left = deadline - loop.nanoTime();
    Optional<Bytes> more = connection.read(CHUNK, Duration.ofNanos(Math.max(0, left)));
    Bytes bytes = more.orElseThrow(TimedOut::new);
    ended = bytes.length() == 0;
    buffer.writeBytes(bytes.toArray());
    if (ended) {
      return false;
    }
    takeWhatFollows(CHUNK - bytes.length());
    return true;
  }
}
