package dev.cnilab.userland.net.http;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of curl. Times are in milliseconds; 0 means none. */
final class CurlOptions {
  private static final int MISUSE = 2;
  private static final long CONNECT_TIMEOUT = 300_000;
  private static final String HINT =
      "curl: try 'curl --help' or 'curl --manual' for more information";

  /** Long options and their letters; those without a letter keep their name. */
  private static final Map<String, String> LONG =
      Map.ofEntries(
          Map.entry("disable", "q"),
          Map.entry("silent", "s"),
          Map.entry("show-error", "S"),
          Map.entry("include", "i"),
          Map.entry("head", "I"),
          Map.entry("output", "o"),
          Map.entry("remote-name", "O"),
          Map.entry("write-out", "w"),
          Map.entry("verbose", "v"),
          Map.entry("max-time", "m"),
          Map.entry("fail", "f"),
          Map.entry("location", "L"),
          Map.entry("request", "X"),
          Map.entry("data", "d"),
          Map.entry("data-raw", "d"),
          Map.entry("data-binary", "d"),
          Map.entry("data-ascii", "d"),
          Map.entry("header", "H"),
          Map.entry("user-agent", "A"),
          Map.entry("referer", "e"),
          Map.entry("user", "u"),
          Map.entry("insecure", "k"),
          Map.entry("ipv4", "4"),
          Map.entry("ipv6", "6"),
          Map.entry("version", "V"),
          Map.entry("help", "h"),
          Map.entry("get", "G"),
          Map.entry("no-buffer", "N"),
          Map.entry("globoff", "g"),
          Map.entry("progress-bar", "#"),
          Map.entry("http1.1", "http1.1"),
          Map.entry("http1.0", "0"),
          Map.entry("range", "r"),
          Map.entry("cookie", "b"),
          Map.entry("proxy", "x"),
          Map.entry("dump-header", "D"),
          Map.entry("cacert", "cacert"),
          Map.entry("connect-timeout", "connect-timeout"),
          Map.entry("interface", "interface"),
          Map.entry("resolve", "resolve"),
          Map.entry("noproxy", "noproxy"),
          Map.entry("retry", "retry"),
          Map.entry("retry-delay", "retry-delay"),
          Map.entry("max-redirs", "max-redirs"),
          Map.entry("url", "url"),
          Map.entry("compressed", "compressed"),
          Map.entry("no-progress-meter", "no-progress-meter"),
          Map.entry("fail-with-body", "f"),
          Map.entry("local-port", "local-port"),
          Map.entry("keepalive-time", "keepalive-time"));

  private static final Set<String> WITH_ARGUMENT =
      Set.of(
          "o",
          "w",
          "m",
          "X",
          "d",
          "H",
          "A",
          "e",
          "u",
          "r",
          "b",
          "x",
          "D",
          "cacert",
          "connect-timeout",
          "interface",
          "resolve",
          "noproxy",
          "retry",
          "retry-delay",
          "max-redirs",
          "url",
          "local-port",
          "keepalive-time");

  private static final String FLAGS = "qsSiIOvfLk46VhGNg#0";

  private final Map<String, String> values = new HashMap<>();
  private final List<String> urls = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
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
    String key = LONG.get(name);
    if (key == null) {
      List<String> candidates =
          LONG.keySet().stream().filter(each -> each.startsWith(name)).toList();
      key = candidates.size() == 1 ? LONG.get(candidates.getFirst()) : null;
    }
    if (key == null && Usage.text("curl-options").lines().anyMatch(name::equals)) {
      throw misuse("curl: option " + word + " is not available on this machine");
    }
    if (key == null) {
      throw misuse("curl: option " + word + ": is unknown");
    }
    take(key, word, WITH_ARGUMENT.contains(key) ? argument(word, rest) : "");
  }

  private void takeShort(String word, List<String> rest) {
    for (int i = 1; i < word.length(); i++) {
      String letter = word.substring(i, i + 1);
      if (WITH_ARGUMENT.contains(letter)) {
        String attached = word.substring(i + 1);
        take(letter, word, attached.isEmpty() ? argument(word, rest) : attached);
        return;
      }
      if (FLAGS.indexOf(letter.charAt(0)) < 0) {
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
    switch (key) {
      case "H" -> headers.add(argument);
      case "o" -> outputs.add(argument);
      case "url" -> urls.add(argument);
      case "d" -> values.merge("d", argument, (before, more) -> before + "&" + more);
      case "m", "connect-timeout", "retry", "retry-delay", "max-redirs" -> {
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

  List<String> urls() {
    return urls;
  }

  List<String> headers() {
    return headers;
  }

  /** The output file of the n-th URL; null for standard output. */
  @Nullable String output(int index) {
    return index < outputs.size() && !outputs.get(index).equals("-") ? outputs.get(index) : null;
  }

  /** The address that {@code --resolve} gives for a host and port. */
  Optional<String> resolved(String host, int port) {
    return Optional.ofNullable(resolved.get(host + ":" + port));
  }

  boolean isSilent() {
    return has("s");
  }

  /** Whether errors are printed. */
  boolean tells() {
    return !isSilent() || has("S");
  }

  String method() {
    return value("X").orElse(has("I") ? "HEAD" : has("d") && !has("G") ? "POST" : "GET");
  }
}
