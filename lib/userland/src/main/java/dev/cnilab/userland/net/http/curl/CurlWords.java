package dev.cnilab.userland.net.http.curl;

import java.util.Map;
import java.util.Set;

/** The names of curl's options. */
final class CurlWords {
  /** Long options and their letters; those without a letter keep their name. */
  static final Map<String, String> LONG =
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
          Map.entry("data-raw", "data-raw"),
          Map.entry("data-binary", "data-binary"),
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
          Map.entry("fail-with-body", "fail-with-body"),
          Map.entry("local-port", "local-port"),
          Map.entry("keepalive-time", "keepalive-time"));

  static final Set<String> WITH_ARGUMENT =
      Set.of(
          "o",
          "w",
          "m",
          "X",
          "d",
          "data-raw",
          "data-binary",
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

  static final String FLAGS = "qsSiIOvfLk46VhGNg#0";

  /** Options whose effect is missing here. */
  static final Set<String> MISSING = Set.of("x", "noproxy", "#", "keepalive-time");

  private CurlWords() {}
}
