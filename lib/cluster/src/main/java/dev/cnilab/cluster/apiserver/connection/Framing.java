package dev.cnilab.cluster.apiserver.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** How a response without a length marks its end. */
public enum Framing {
  /**
   * Chunks that are sent whole (RFC 9112, 7.1), as Go's server sends them. Jetty sends the end of a
   * chunk together with the next one, but some clients, such as Python's, wait for it.
   */
  WHOLE_CHUNKS {
    @Override
    void announce(HttpFields.Mutable headers) {
      // Under a name that Jetty does not recognize, so that it does not make chunks of them once
      // more.
      headers.put(new HttpField(null, "Transfer-Encoding", "chunked"));
    }

    @Override
    List<ByteBuffer> piece(byte[] bytes) {
      if (bytes.length == 0) {
        return List.of(ByteBuffer.wrap(bytes)); // an empty chunk would be the end
      }
      byte[] head = ascii(Integer.toHexString(bytes.length) + LINE_END);
      byte[] end = ascii(LINE_END);
      if (bytes.length > MOST_COPIED) {
        return List.of(ByteBuffer.wrap(head), ByteBuffer.wrap(bytes), ByteBuffer.wrap(end));
      }
      return List.of(
          ByteBuffer.allocate(head.length + bytes.length + end.length)
              .put(head)
              .put(bytes)
              .put(end)
              .flip());
    }

    @Override
    ByteBuffer end() {
      return ByteBuffer.wrap(ascii("0" + LINE_END + LINE_END));
    }
  },

  /** Jetty's own chunks, or before HTTP/1.1 the end of the connection. */
  JETTY {
    @Override
    void announce(HttpFields.Mutable headers) {}

    @Override
    List<ByteBuffer> piece(byte[] bytes) {
      return List.of(ByteBuffer.wrap(bytes));
    }

    @Override
    ByteBuffer end() {
      return ByteBuffer.allocate(0);
    }
  };

  /** What is copied, in bytes, so that it is sent at once: a TLS record. */
  static final int MOST_COPIED = 16 * 1024;

  private static final String LINE_END = "\r\n";

  /** For a response that comes in pieces over time and closes its connection. */
  public static Framing ofPieces(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        ? WHOLE_CHUNKS
        : JETTY;
  }

  /** Announces it to the client, before the answer begins. */
  abstract void announce(HttpFields.Mutable headers);

  /**
   * The frame of a part of the response, to be sent one after the other. A large part is not
   * copied: hundreds of watchers may share it, and each keeps what it has not read yet.
   */
  abstract List<ByteBuffer> piece(byte[] bytes);

  /** What follows the last part. */
  abstract ByteBuffer end();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
