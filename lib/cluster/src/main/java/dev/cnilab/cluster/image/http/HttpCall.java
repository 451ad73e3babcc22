package dev.cnilab.cluster.image.http;

import java.util.Map;

/**
 * A request to a server.
 *
 * @param target the path and the query
 * @param headers besides Host, Content-Length and Connection
 */
@SuppressWarnings("ArrayRecordComponent") // requests are not compared
public record HttpCall(String method, String target, Map<String, String> headers, byte[] body) {
  private static final byte[] NOTHING = {};

  /** A request without a body, from a program in Go. */
  public static HttpCall of(String method, String target) {
    return new HttpCall(method, target, Map.of("User-Agent", "Go-http-client/1.1"), NOTHING);
  }
}
