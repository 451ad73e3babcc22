package dev.cnilab.cluster.image.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An answer; the connection is closed after it. */
public record HttpResponse(int status, String reason, String contentType, String body) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  public static HttpResponse ok(String contentType, String body) {
    return new HttpResponse(200, "OK", contentType, body);
  }

  /** What Go's {@code net/http} answers where nothing is. */
  public static HttpResponse notFound() {
    return new HttpResponse(404, "Not Found", "text/plain; charset=utf-8", "404 page not found\n");
  }

  /** The answer without its body, as to HEAD. */
  String head(String server, Instant now) {
    return "HTTP/1.1 %d %s\r\n".formatted(status, reason)
        + (server.isEmpty() ? "" : "Server: " + server + "\r\n")
        + "Date: "
        + DATE.format(now)
        + "\r\n"
        + "Content-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(contentType, body.getBytes(StandardCharsets.UTF_8).length);
  }
}
