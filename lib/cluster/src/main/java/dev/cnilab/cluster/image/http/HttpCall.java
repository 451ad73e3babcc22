package dev.cnilab.cluster.image.http;

import java.util.Map;

/**
 * What is asked of a server.
 *
 * @param target the path and the query
 * @param headers besides Host, Content-Length and Connection
 */
@SuppressWarnings("ArrayRecordComponent") // requests are not compared
public record HttpCall(String method, String target, Map<String, String> headers, byte[] body) {
  private static final byte[] NOTHING = {};

  /** A question without a body, asked by a program in Go. */
  public static HttpCall of(String method, String target) {
    return new HttpCall(method, target, Map.of("User-Agent", "Go-http-client/1.1"), NOTHING);
  }
}
