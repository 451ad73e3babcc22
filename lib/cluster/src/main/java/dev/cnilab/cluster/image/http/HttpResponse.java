package dev.cnilab.cluster.image.http;

import java.nio.charset.StandardCharsets;

/** An answer; the connection is closed after it. */
public record HttpResponse(int status, String reason, String contentType, String body) {
  public static HttpResponse ok(String contentType, String body) {
    return new HttpResponse(200, "OK", contentType, body);
  }

  /** The answer without its body, as to HEAD. */
  String head(String server) {
    return "HTTP/1.1 %d %s\r\n".formatted(status, reason)
        + (server.isEmpty() ? "" : "Server: " + server + "\r\n")
        + "Content-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(contentType, body.getBytes(StandardCharsets.UTF_8).length);
  }
}
