package dev.cnilab.lab.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The head of an HTTP/1.1 request: everything before its body.
 *
 * @param line {@code GET /api/v1/pods HTTP/1.1}
 * @param headers one line each, in order
 */
public record RequestHead(String line, List<String> headers) {

  /** Discovery, schemas, version, health. */
  private static final Pattern ABOUT_SERVER =
      Pattern.compile(
          "/api(/v1)?/?|/apis(/[^/]+(/[^/]+)?)?/?|/openapi/.*|/version/?|/(livez|readyz|healthz).*");

  private static final int LONGEST = 1 << 16;
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  public RequestHead {
    headers = List.copyOf(headers);
  }

  /**
   * Reads a head and nothing after it.
   *
   * @return empty if the peer has no more requests
   * @throws IOException if it is longer than 64 KiB or truncated
   */
  static Optional<RequestHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < END.length) {
      int next = in.read();
      if (next < 0 && read.size() == 0) {
        return Optional.empty();
      }
      if (next < 0 || read.size() == LONGEST) {
        throw new IOException("no request that begins with a head");
      }
      read.write(next);
      matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
    }
    return Optional.of(parse(read.toString(StandardCharsets.ISO_8859_1)));
  }

  /** Parses a head. */
  public static RequestHead parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
    return new RequestHead(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** Whether it asks what the server is and serves, as clients do before all other requests. */
  public boolean isAboutServer() {
    return ABOUT_SERVER.matcher(path()).matches();
  }

  /** {@code GET}, or another method. */
  public String method() {
    return line.replaceAll(" .*", "");
  }

  /** The values of a query parameter, in order. */
  public List<String> parameters(String name) {
    return Stream.of(line.replaceAll("^[^?]*\\?|^[^?]*$| HTTP/.*", "").split("&", -1))
        .filter(each -> each.startsWith(name + "="))
        .map(each -> URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8))
        .toList();
  }

  /** The path without the query; empty if there is none. */
  public String path() {
    String[] words = line.split(" ", -1);
    return words.length < 2 ? "" : words[1].replaceAll("\\?.*", "");
  }

  /** The first value of a header; empty if it is missing. */
  public String header(String name) {
    return headers.stream()
        .filter(each -> isNamed(each, name))
        .map(each -> each.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The same with another value for a header. */
  RequestHead with(String name, String value) {
    List<String> others = without(name).headers;
    return new RequestHead(
        line, Stream.concat(others.stream(), Stream.of(name + ": " + value)).toList());
  }

  /** The same without a header. */
  RequestHead without(String name) {
    return new RequestHead(line, headers.stream().filter(each -> !isNamed(each, name)).toList());
  }

  private static boolean isNamed(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }

  byte[] bytes() {
    return Stream.concat(Stream.of(line), headers.stream())
        .collect(Collectors.joining("\r\n", "", "\r\n\r\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
