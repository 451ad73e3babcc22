package dev.cnilab.cluster.apiserver.http.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Request;

/**
 * The path of a request as Go's net/http gives it: decoded, with its dots and semicolons, so that
 * routing, authorization and proxying all see the same.
 */
public final class RequestPath {
  private RequestPath() {}

  /** The decoded path; Jetty has refused malformed escapes. */
  public static String of(Request request) {
    String path = request.getHttpURI().getPath();
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
