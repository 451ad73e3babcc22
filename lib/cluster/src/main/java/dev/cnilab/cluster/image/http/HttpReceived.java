package dev.cnilab.cluster.image.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server's answer.
 *
 * @param headers by name, ignoring case
 */
@SuppressWarnings("ArrayRecordComponent") // answers are not compared
public record HttpReceived(int status, Map<String, String> headers, byte[] body) {
  private static final int STATUS_LINE_WORDS = 3;

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A header's value; empty if it is absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Whether the bytes contain all headers. */
  static boolean hasWholeHead(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("\r\n\r\n");
  }

  /**
   * Parses a whole answer.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static HttpReceived parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] words = text.split("[ \r]", STATUS_LINE_WORDS);
    if (end < 0 || words.length < 2 || !words[1].matches("\\d{3}")) {
      throw new IllegalArgumentException("malformed HTTP response");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    text.substring(0, end)
        .lines()
        .skip(1)
        .map(line -> line.split(":", 2))
        .forEach(parts -> headers.put(parts[0], parts.length > 1 ? parts[1].strip() : ""));
    return new HttpReceived(
        Integer.parseInt(words[1]), headers, Arrays.copyOfRange(bytes, end + 4, bytes.length));
  }
}
