package dev.cnilab.lab.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a request of HTTP/1.1 begins: everything before its body.
 *
 * @param line {@code GET /api/v1/pods HTTP/1.1}
 * @param headers a line each, in order
 */
record RequestHead(String line, List<String> headers) {

  private static final int LONGEST = 1 << 16;
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  RequestHead {
    headers = List.copyOf(headers);
  }

  /**
   * Reads one; of what follows it nothing is taken.
   *
   * @return empty if the other end has nothing more to say
   * @throws IOException if it is longer than 64 KiB, or ends too soon
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

  static RequestHead parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
    return new RequestHead(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** The path without what follows a question mark; empty if there is none. */
  String path() {
    String[] words = line.split(" ", -1);
    return words.length < 2 ? "" : words[1].replaceAll("\\?.*", "");
  }

  /** The first value of a header; empty if it is not there. */
  String header(String name) {
    return headers.stream()
        .filter(each -> isNamed(each, name))
        .map(each -> each.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The same with one value for a header. */
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
