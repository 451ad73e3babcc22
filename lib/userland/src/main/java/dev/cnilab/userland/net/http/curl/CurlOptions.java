package dev.cnilab.userland.net.http.curl;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command line of curl. Times are in milliseconds; 0 means none. */
final class CurlOptions {
  /** Stands among the outputs for the last part of the URL's path. */
  private static final String REMOTE_NAME = "/";

  private static final int MISUSE = 2;
  private static final int MOST_REDIRECTS = 50;
  private static final long CONNECT_TIMEOUT = 300_000;
  private static final String HINT =
      "curl: try 'curl --help' or 'curl --manual' for more information";

  private final Map<String, String> values = new HashMap<>();
  private final List<String> urls = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<CurlData> data = new ArrayList<>();
  private final Map<String, String> resolved = new HashMap<>();

  private CurlOptions() {}

  static CurlOptions parse(List<String> words) {
    CurlOptions options = new CurlOptions();
    List<String> rest = new ArrayList<>(words);
    boolean operandsOnly = false;
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      if (operandsOnly || !word.startsWith("-") || word.equals("-")) {
        options.urls.add(word);
      } else if (word.equals("--")) {
        operandsOnly = true;
      } else if (word.startsWith("--")) {
        options.takeLong(word, rest);
      } else {
        options.takeShort(word, rest);
      }
    }
    return options;
  }

  private void takeLong(String word, List<String> rest) {
    String name = word.substring(2);
    String key = CurlWords.LONG.get(name);
    if (key == null) {
      List<String> candidates =
          CurlWords.LONG.keySet().stream().filter(each -> each.startsWith(name)).toList();
      key = candidates.size() == 1 ? CurlWords.LONG.get(candidates.getFirst()) : null;
    }
    if (key == null && Usage.text("curl-options").lines().anyMatch(name::equals)) {
      throw misuse("curl: option " + word + " is not available on this machine");
    }
    if (key == null) {
      throw misuse("curl: option " + word + ": is unknown");
    }
    take(key, word, CurlWords.WITH_ARGUMENT.contains(key) ? argument(word, rest) : "");
  }

  private void takeShort(String word, List<String> rest) {
    for (int i = 1; i < word.length(); i++) {
      String letter = word.substring(i, i + 1);
      if (CurlWords.WITH_ARGUMENT.contains(letter)) {
        String attached = word.substring(i + 1);
        take(letter, word, attached.isEmpty() ? argument(word, rest) : attached);
        return;
      }
      if (CurlWords.FLAGS.indexOf(letter.charAt(0)) < 0) {
        throw misuse("curl: option " + word + ": is unknown");
      }
      take(letter, word, "");
    }
  }

  private static String argument(String word, List<String> rest) {
    if (rest.isEmpty()) {
      throw misuse("curl: option " + word + ": requires parameter");
    }
    return rest.removeFirst();
  }

  private void take(String key, String word, String argument) {
    if (CurlWords.MISSING.contains(key)) {
      throw misuse("curl: option " + word + " is not available on this machine");
    }
    switch (key) {
      case "H" -> headers.add(argument);
      case "o", "O" -> outputs.add(key.equals("O") ? REMOTE_NAME : argument);
      case "url" -> urls.add(argument);
      case "d", "data-raw", "data-binary" -> data.add(new CurlData(key, argument));
      case "max-redirs" -> {
        if (!argument.matches("-1|\\d{1,9}")) {
          throw misuse("curl: option " + word + ": expected a proper numerical parameter");
        }
        values.put(key, argument);
      }
      case "m", "connect-timeout", "retry", "retry-delay" -> {
        if (!argument.matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}")) {
          throw misuse("curl: option " + word + ": expected a proper numerical parameter");
        }
        values.put(key, argument);
      }
      case "local-port" -> {
        if (!argument.matches("\\d{1,5}(-\\d{1,5})?")) {
          throw misuse("curl: option " + word + ": expected a proper numerical parameter");
        }
        values.put(key, argument);
      }
      case "resolve" -> takeResolved(argument);
      default -> values.put(key, argument);
    }
  }

  private void takeResolved(String argument) {
    String[] parts = argument.split(":", 3);
    if (parts.length == 3) {
      resolved.put(parts[0] + ":" + parts[1], parts[2]);
    }
  }

  private static CommandFailure misuse(String message) {
    return CommandFailure.of(MISUSE, message + "\n" + HINT);
  }

  static CommandFailure nothingToDo() {
    return CommandFailure.of(MISUSE, HINT);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value in milliseconds; 0 if it was not given. */
  long millis(String key) {
    return value(key).map(text -> (long) (Double.parseDouble(text) * 1000)).orElse(0L);
  }

  /** The limit for connecting, in milliseconds. */
  long connectLimit() {
    long limit = millis("connect-timeout");
    return limit == 0 ? CONNECT_TIMEOUT : limit;
  }

  /** How many further attempts there may be. */
  int retries() {
    return (int) (millis("retry") / 1000);
  }

  /** The pause between two attempts, unless it is to grow. */
  Optional<Duration> retryDelay() {
    return Optional.of(Duration.ofMillis(millis("retry-delay"))).filter(each -> !each.isZero());
  }

  List<String> urls() {
    return urls;
  }

  List<String> headers() {
    return headers;
  }

  /**
   * The output file of the n-th URL; null for standard output.
   *
   * @throws CurlFailure if it is to be that of a URL that has no name of a file
   */
  @Nullable String output(int index) throws CurlFailure {
    String output = index < outputs.size() ? outputs.get(index) : "-";
    return output.equals("-")
        ? null
        : output.equals(REMOTE_NAME) ? Url.fileName(urls.get(index)) : output;
  }

  /** The parts of the body. */
  List<CurlData> data() {
    return data;
  }

  /** The most redirects that are followed; -1 for any number. */
  int mostRedirects() {
    return value("max-redirs").map(Integer::parseInt).orElse(MOST_REDIRECTS);
  }

  /** The address that {@code --resolve} gives for a host and port. */
  Optional<String> resolved(String host, int port) {
    return Optional.ofNullable(resolved.get(host + ":" + port));
  }

  boolean isSilent() {
    return has("s");
  }

  /** Whether progress is shown. */
  boolean hasMeter() {
    return !isSilent() && !has("no-progress-meter");
  }

  /** Whether errors are printed. */
  boolean tells() {
    return !isSilent() || has("S");
  }

  String method() {
    return value("X").orElse(has("I") ? "HEAD" : !data.isEmpty() && !has("G") ? "POST" : "GET");
  }
}
