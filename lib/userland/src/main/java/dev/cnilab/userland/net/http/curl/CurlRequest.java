package dev.cnilab.userland.net.http.curl;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.userland.net.http.Url;
import dev.cnilab.userland.net.tls.ByteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * The request that curl sends.
 *
 * @param data the body, or with {@code -G} a part of what is asked for
 * @param say receives the lines of {@code -v}
 */
record CurlRequest(CurlOptions options, String data, TransferRecord record, Consumer<String> say) {

  /** Sends the request for a URL. */
  void send(Url url, ByteStream connection) {
    options
        .value("u")
        .ifPresent(user -> say.accept("* Server auth using Basic with user '" + user(user)));
    boolean inTarget = options.has("G"); // the data of a GET are part of what is asked for
    String body = inTarget ? "" : data;
    String head = head(url, inTarget ? withQuery(url.target(), data) : url.target(), body);
    head.lines().forEach(line -> say.accept("> " + line));
    record.requested += head.length();
    connection.write(Bytes.of(head + body), Duration.ofMinutes(1));
    if (!body.isEmpty()) {
      say.accept("} [" + body.length() + " bytes data]");
    }
  }

  private static String withQuery(String target, String data) {
    return data.isEmpty() ? target : target + (target.contains("?") ? "&" : "?") + data;
  }

  /** The request line and the headers, in curl's order. */
  private String head(Url url, String target, String body) {
    StringBuilder head = new StringBuilder();
    head.append(options.method()).append(' ').append(target);
    head.append(options.has("0") ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    hostHeader(head, url);
    options.value("u").ifPresent(user -> header(head, "Authorization", basic(user)));
    options.value("r").ifPresent(range -> header(head, "Range", "bytes=" + range));
    String agent = options.value("A").orElse("curl/7.88.1");
    if (!agent.isEmpty()) {
      header(head, "User-Agent", agent);
    }
    header(head, "Accept", "*/*");
    if (options.has("compressed")) {
      header(head, "Accept-Encoding", "deflate, gzip, br, zstd");
    }
    options.value("e").ifPresent(referer -> header(head, "Referer", referer));
    options.value("b").ifPresent(cookie -> header(head, "Cookie", cookie));
    options.headers().stream()
        .filter(line -> !line.endsWith(":") && !isHost(line))
        .forEach(line -> head.append(line).append("\r\n"));
    if (!body.isEmpty()) {
      header(head, "Content-Length", String.valueOf(body.length()));
      header(head, "Content-Type", "application/x-www-form-urlencoded");
    }
    return head.append("\r\n").toString();
  }

  /** Adds the header Host, which comes first even if {@code -H} sets it. */
  private void hostHeader(StringBuilder request, Url url) {
    header(request, "Host", url.authority());
    options.headers().stream()
        .filter(line -> isHost(line) && !line.endsWith(":"))
        .forEach(line -> request.append(line).append("\r\n"));
  }

  private static boolean isHost(String line) {
    return line.regionMatches(true, 0, "Host:", 0, 5);
  }

  /** Adds a header unless a {@code -H} replaces or removes it. */
  private void header(StringBuilder request, String name, String value) {
    boolean replaced =
        options.headers().stream()
            .anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    if (!replaced) {
      request.append(name).append(": ").append(value).append("\r\n");
    }
  }

  /** The user name, without the password, and a closing quotation mark. */
  private static String user(String credentials) {
    return credentials.replaceFirst(":.*", "") + "'";
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }
}
