package dev.cnilab.cluster.apiserver.http.message;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The {@code Warning} headers of an answer. They are truncated as by apiserver ({@code
 * endpoints/filters/warning.go}): an answer must not fail because of them.
 */
final class Warnings {
  private static final int MOST = 4096;
  private static final int MOST_EACH_THEN = 256;

  private Warnings() {}

  /** The headers' values for some warnings. */
  static List<String> headers(List<String> warnings) {
    Set<String> each = new LinkedHashSet<>();
    warnings.forEach(warning -> each.add(printable(warning)));
    boolean cut = each.stream().mapToInt(String::length).sum() > MOST;
    int left = MOST;
    List<String> headers = new java.util.ArrayList<>();
    for (String warning : each) {
      String shown =
          cut && warning.length() > MOST_EACH_THEN ? warning.substring(0, MOST_EACH_THEN) : warning;
      left -= shown.length();
      if (left >= 0) {
        headers.add("299 - \"" + inBytes(shown.replace("\\", "\\\\").replace("\"", "\\\"")) + "\"");
      }
    }
    return headers;
  }

  /** As the text that Latin-1, which headers are written in, makes UTF-8 of. */
  private static String inBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String printable(String warning) {
    return warning
        .codePoints()
        .filter(c -> !Character.isISOControl(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
