package dev.cnilab.userland.net.http;

import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of busybox's wget.
 *
 * @param timeoutSeconds 0 for none
 */
record WgetOptions(
    List<String> urls,
    boolean quiet,
    boolean showHead,
    boolean spider,
    Optional<String> output,
    String directory,
    Optional<String> post,
    List<String> headers,
    String userAgent,
    int timeoutSeconds) {
  /** busybox itself ignores -t. */
  private static final String LETTERS = "cqSO:o:P:U:Y:T:t:";

  private static final Map<String, String> LONG =
      Map.of(
          "continue", "-c",
          "quiet", "-q",
          "server-response", "-S",
          "output-document", "-O",
          "output-file", "-o",
          "directory-prefix", "-P",
          "user-agent", "-U",
          "proxy", "-Y",
          "timeout", "-T",
          "tries", "-t");

  static WgetOptions parse(Process process, String banner) {
    List<String> headers = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    Optional<String> post = Optional.empty();
    boolean spider = false;
    List<String> words = process.arguments();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.equals("--")) {
        rest.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals);
      boolean more = i + 1 < words.size();
      switch (name) {
        case "spider" -> spider = true;
        case "no-check-certificate" -> {}
        case "header" ->
            headers.add(equals >= 0 ? word.substring(equals + 1) : more ? words.get(++i) : "");
        case "post-data" ->
            post =
                Optional.of(equals >= 0 ? word.substring(equals + 1) : more ? words.get(++i) : "");
        default -> {
          String letter = LONG.get(name);
          if (letter == null) {
            throw CommandFailure.refused(
                "wget: unrecognized option '" + word + "'\n" + help(banner));
          }
          rest.add(letter);
          if (equals >= 0) {
            rest.add(word.substring(equals + 1));
          }
        }
      }
    }
    GetOpt given = GetOpt.parse("wget", rest, LETTERS, GetOpt.Order.PERMUTE);
    if (given.error().isPresent()) {
      throw CommandFailure.refused(given.error().get() + "\n" + help(banner));
    }
    for (char letter : new char[] {'c', 'o'}) {
      if (given.has(letter)) {
        throw CommandFailure.refused(
            "wget: option '-" + letter + "' is not available on this machine");
      }
    }
    if (!given.argument('Y').orElse("off").equals("off")) {
      throw CommandFailure.refused("wget: option '-Y' is not available on this machine");
    }
    if (given.operands().isEmpty()) {
      throw CommandFailure.refused(help(banner));
    }
    String directory = given.argument('P').map(path -> path + "/").orElse("");
    return new WgetOptions(
        given.operands(),
        given.has('q'),
        given.has('S'),
        spider,
        given.argument('O'),
        directory,
        post,
        headers,
        given.argument('U').orElse("Wget"),
        timeout(given));
  }

  private static int timeout(GetOpt given) {
    String word = given.argument('T').orElse("0");
    if (!word.matches("\\d{1,8}")) {
      throw CommandFailure.refused("wget: invalid number '" + word + "'");
    }
    return Integer.parseInt(word);
  }

  private static String help(String banner) {
    return banner + "\n" + Usage.text("busybox-wget");
  }
}
