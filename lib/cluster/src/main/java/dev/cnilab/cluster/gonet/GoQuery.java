package dev.cnilab.cluster.gonet;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The query of a URL, as {@code URL.Query} of Go's {@code net/url} reads it. */
public final class GoQuery {
  /** {@code defaultMaxParams} of Go 1.26. */
  private static final int MOST = 10_000;

  private GoQuery() {}

  /**
   * The parameters, each with its values in order; one without an equals sign is "". What is
   * wrongly escaped or contains a semicolon is skipped, and of more than ten thousand none is read.
   *
   * @param text what stands after the question mark
   */
  public static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (text.chars().filter(c -> c == '&').count() >= MOST) {
      return parameters;
    }
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty() && pair.indexOf(';') < 0) {
        try {
          add(pair.split("=", 2), parameters);
        } catch (IllegalArgumentException malformed) {
          // skipped
        }
      }
    }
    return parameters;
  }

  private static void add(String[] pair, Map<String, List<String>> parameters) {
    String name = decoded(pair[0]);
    String value = pair.length > 1 ? decoded(pair[1]) : "";
    parameters.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
