package dev.cnilab.userland.net.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The head of a response.
 *
 * @param lines the status line and the headers, without line ends
 */
record ResponseHead(List<String> lines) {
  ResponseHead {
    lines = List.copyOf(lines);
  }

  /** The status code; 0 if the status line has none. */
  int status() {
    String[] words = lines.getFirst().split(" ", 3);
    return words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
  }

  /** The reason phrase of the status line. */
  String reason() {
    String[] words = lines.getFirst().split(" ", 3);
    return words.length > 2 ? words[2] : "";
  }

  /** The value of the last header of that name, ignoring case. */
  Optional<String> header(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .reduce((first, last) -> last);
  }

  OptionalLong contentLength() {
    return header("Content-Length")
        .filter(value -> value.matches("\\d{1,18}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  boolean isChunked() {
    return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  boolean hasNoBody() {
    return status() / 100 == 1 || status() == 204 || status() == 304;
  }
}
