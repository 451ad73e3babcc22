package dev.cnilab.cluster.image.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer; the connection is closed after it.
 *
 * @param headers in addition to those of every answer
 */
public record HttpResponse(
    int status, String reason, String contentType, String body, Map<String, String> headers) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** An answer without headers of its own. */
  public HttpResponse(int status, String reason, String contentType, String body) {
    this(status, reason, contentType, body, Map.of());
  }

  public static HttpResponse ok(String contentType, String body) {
    return new HttpResponse(200, "OK", contentType, body);
  }

  /** The answer of Go's {@code net/http} for an unknown path. */
  public static HttpResponse notFound() {
    return new HttpResponse(404, "Not Found", "text/plain; charset=utf-8", "404 page not found\n");
  }

  public HttpResponse withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new HttpResponse(status, reason, contentType, body, more);
  }

  /** The answer without its body, as to HEAD. */
  String head(String server, Instant now) {
    return "HTTP/1.1 %d %s\r\n".formatted(status, reason)
        + (server.isEmpty() ? "" : "Server: " + server + "\r\n")
        + "Date: "
        + DATE.format(now)
        + "\r\n"
        + own()
        + "Content-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(contentType, body.getBytes(StandardCharsets.UTF_8).length);
  }

  private String own() {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name + ": " + value + "\r\n"));
    return lines.toString();
  }
}
