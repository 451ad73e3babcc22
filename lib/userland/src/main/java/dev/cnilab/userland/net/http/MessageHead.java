package dev.cnilab.userland.net.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The head of an HTTP/1 request or response (RFC 9112).
 *
 * @param lines the start line and the headers, without line ends
 */
public record MessageHead(List<String> lines) {
  private static final String END = "\r\n\r\n";

  public MessageHead {
    lines = List.copyOf(lines);
  }

  /** The head at the beginning of a text; all of it if the empty line is missing. */
  public static MessageHead of(String text) {
    int end = text.indexOf(END);
    return new MessageHead((end < 0 ? text : text.substring(0, end)).lines().toList());
  }

  /** Where the body begins in a text that begins with a head; empty if the head is not whole. */
  public static OptionalInt body(String text) {
    int end = text.indexOf(END);
    return end < 0 ? OptionalInt.empty() : OptionalInt.of(end + END.length());
  }

  /** The request line or the status line. */
  private String[] start() {
    return lines.isEmpty() ? new String[] {""} : lines.getFirst().split(" ", 3);
  }

  /** The method of a request. */
  public String method() {
    return start()[0];
  }

  /** The target of a request; {@code /} if there is none. */
  public String target() {
    return start().length > 1 ? start()[1] : "/";
  }

  /** The status code of a response; 0 if the status line has none. */
  public int status() {
    String[] words = start();
    return words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
  }

  /** The reason phrase of the status line. */
  String reason() {
    String[] words = start();
    return words.length > 2 ? words[2] : "";
  }

  /** The value of each header, the last one where there are two; names match in any case. */
  public Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    lines.stream()
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .map(line -> line.split(":", 2))
        .forEach(parts -> headers.put(parts[0], parts.length > 1 ? parts[1].strip() : ""));
    return headers;
  }

  /** The value of the last header of that name, ignoring case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers().get(name));
  }

  public OptionalLong contentLength() {
    return header("Content-Length")
        .filter(value -> value.matches("\\d{1,18}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  boolean isChunked() {
    return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  public boolean hasNoBody() {
    return status() / 100 == 1 || status() == 204 || status() == 304;
  }
}
