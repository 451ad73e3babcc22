package dev.cnilab.cluster.apiserver.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * How a response without a length says where it ends. Jetty sends the end of a chunk with the next
 * one, for which clients wait that read a chunk as a whole, such as Python's; so chunks are made
 * here (RFC 9112, 7.1), as Go's server makes them.
 */
enum Framing {
  /** So that an end can be told from a connection that broke. */
  CHUNKED {
    @Override
    void announce(HttpFields.Mutable headers) {
      // Under a name that Jetty does not look at, or it would make chunks of them once more.
      headers.put(new HttpField(null, "Transfer-Encoding", "chunked"));
    }

    @Override
    ByteBuffer piece(byte[] bytes) {
      if (bytes.length == 0) {
        return ByteBuffer.wrap(bytes); // which would be the end
      }
      byte[] head = ascii(Integer.toHexString(bytes.length) + LINE_END);
      return ByteBuffer.allocate(head.length + bytes.length + LINE_END.length())
          .put(head)
          .put(bytes)
          .put(ascii(LINE_END))
          .flip();
    }

    @Override
    ByteBuffer end() {
      return ByteBuffer.wrap(ascii("0" + LINE_END + LINE_END));
    }
  },

  /** The end of the connection is that of the response. */
  CONNECTION {
    @Override
    void announce(HttpFields.Mutable headers) {}

    @Override
    ByteBuffer piece(byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }

    @Override
    ByteBuffer end() {
      return ByteBuffer.allocate(0);
    }
  };

  private static final String LINE_END = "\r\n";

  /** What a client understands; for an answer that closes its connection. */
  static Framing of(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        ? CHUNKED
        : CONNECTION;
  }

  /** Tells the client of it, before the answer begins. */
  abstract void announce(HttpFields.Mutable headers);

  /** Some of the response. */
  abstract ByteBuffer piece(byte[] bytes);

  /** What comes after all of it. */
  abstract ByteBuffer end();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
