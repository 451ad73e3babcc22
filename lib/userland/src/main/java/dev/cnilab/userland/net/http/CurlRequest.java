package dev.cnilab.userland.net.http;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.userland.net.tls.ByteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * The request that curl sends.
 *
 * @param say receives the lines of {@code -v}
 */
record CurlRequest(CurlOptions options, TransferRecord record, Consumer<String> say) {

  /** Sends the request for a URL. */
  void send(Url url, ByteStream connection) {
    options
        .value("u")
        .ifPresent(user -> say.accept("* Server auth using Basic with user '" + user(user)));
    StringBuilder request = new StringBuilder();
    String body = options.value("d").orElse("");
    String target = url.target();
    if (options.has("G") && !body.isEmpty()) {
      target += (target.contains("?") ? "&" : "?") + body;
      body = "";
    }
    request.append(options.method()).append(' ').append(target);
    request.append(options.has("0") ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    hostHeader(request, url);
    options.value("u").ifPresent(user -> header(request, "Authorization", basic(user)));
    options.value("r").ifPresent(range -> header(request, "Range", "bytes=" + range));
    String agent = options.value("A").orElse("curl/7.88.1");
    if (!agent.isEmpty()) {
      header(request, "User-Agent", agent);
    }
    header(request, "Accept", "*/*");
    options.value("e").ifPresent(referer -> header(request, "Referer", referer));
    options.value("b").ifPresent(cookie -> header(request, "Cookie", cookie));
    options.headers().stream()
        .filter(line -> !line.endsWith(":") && !isHost(line))
        .forEach(line -> request.append(line).append("\r\n"));
    if (!body.isEmpty()) {
      header(request, "Content-Length", String.valueOf(body.length()));
      header(request, "Content-Type", "application/x-www-form-urlencoded");
    }
    request.append("\r\n");
    request.toString().lines().forEach(line -> say.accept("> " + line));
    record.requested += request.length();
    connection.write(Bytes.of(request + body), Duration.ofMinutes(1));
    if (!body.isEmpty()) {
      say.accept("} [" + body.length() + " bytes data]");
    }
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
