package dev.cnilab.cluster.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Header fields as literals without indexing (RFC 7541, 6.2.2), neither compressed nor indexed. */
final class HeaderList {
  private static final int LONGEST = 126;

  private HeaderList() {}

  static byte[] encode(Map<String, String> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    headers.forEach(
        (name, value) -> {
          bytes.write(0);
          text(bytes, name);
          text(bytes, value);
        });
    return bytes.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.write(Math.min(bytes.length, LONGEST));
    out.write(bytes, 0, Math.min(bytes.length, LONGEST));
  }

  /**
   * Decodes fields.
   *
   * @throws IllegalArgumentException if they use another encoding
   */
  static Map<String, String> decode(byte[] block) {
    Map<String, String> headers = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(block);
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        throw new IllegalArgumentException("indexed header fields are not known here");
      }
      headers.put(text(in), text(in));
    }
    return headers;
  }

  private static String text(ByteBuffer in) {
    int length = in.get();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("compressed header fields are not known here");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
