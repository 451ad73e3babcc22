package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.http.MessageHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request.
 *
 * @param target the path and the query
 * @param from the client
 */
public record HttpRequest(
    String method, String target, Endpoint from, Map<String, String> headers, String body) {
  static HttpRequest parse(String text, Endpoint from) {
    MessageHead head = MessageHead.of(text);
    String body = text.substring(MessageHead.body(text).orElse(text.length()));
    return new HttpRequest(head.method(), head.target(), from, head.headers(), body);
  }

  /** A call as the called server receives it. */
  public static HttpRequest of(HttpCall call, Endpoint from) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(call.headers());
    return new HttpRequest(
        call.method(),
        call.target(),
        from,
        headers,
        new String(call.body(), StandardCharsets.UTF_8));
  }

  /** The same client's request as a GET of something else. */
  public HttpRequest asGet(String other) {
    return new HttpRequest("GET", other, from, headers, body);
  }

  public Ipv4Address client() {
    return from.address();
  }

  /** A header's value; empty if it is absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The bearer token of the client; empty if it has none. */
  public Optional<String> bearer() {
    String value = header("Authorization");
    return value.startsWith("Bearer ")
        ? Optional.of(value.substring("Bearer ".length()).strip())
        : Optional.empty();
  }

  public String userAgent() {
    return header("User-Agent");
  }

  /** A decoded value of the query; empty if it is absent. */
  public String parameter(String name) {
    return Arrays.stream(target.replaceFirst("^[^?]*\\??", "").split("&"))
        .map(each -> each.split("=", 2))
        .filter(each -> decoded(each[0]).equals(name))
        .map(each -> each.length > 1 ? decoded(each[1]) : "")
        .findFirst()
        .orElse("");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEscape) {
      return text;
    }
  }

  /** The path without a query. */
  public String path() {
    return target.replaceFirst("\\?.*", "");
  }
}
