package dev.cnilab.cluster.image.http;

import dev.cnilab.userland.net.http.MessageHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A server's answer.
 *
 * @param headers by name, ignoring case
 */
@SuppressWarnings("ArrayRecordComponent") // answers are not compared
public record HttpReceived(int status, Map<String, String> headers, byte[] body) {
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A header's value; empty if it is absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Whether the bytes contain all headers. */
  static boolean hasWholeHead(byte[] bytes) {
    return MessageHead.body(new String(bytes, StandardCharsets.ISO_8859_1)).isPresent();
  }

  /**
   * Parses a whole answer.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static HttpReceived parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    OptionalInt body = MessageHead.body(text);
    MessageHead head = MessageHead.of(text);
    if (body.isEmpty() || head.status() == 0) {
      throw new IllegalArgumentException("malformed HTTP response");
    }
    return new HttpReceived(
        head.status(), head.headers(), Arrays.copyOfRange(bytes, body.getAsInt(), bytes.length));
  }
}
