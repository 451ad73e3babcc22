package dev.cnilab.lab.oncall.worth;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of a node's configuration, as {@code node-facts.sh} prints it.
 *
 * @param kind its first word, such as {@code route}; empty for an iptables rule
 * @param words what a command prints of it
 */
record Fact(String node, String kind, List<String> words) {

  private static final List<String> KINDS =
      List.of(
          "file", "program", "sysctl", "link", "address", "route", "rule", "neigh", "fdb", "jump");

  /** Words that nobody types or reads: permissions, sizes, checksums. */
  private static final Pattern UNSEEN = Pattern.compile("[0-7]{3,4}|\\d+|[0-9a-f]{32}|-");

  static Fact of(String node, String text) {
    String kind = text.replaceAll(" .*", "");
    boolean isKind = KINDS.contains(kind);
    Stream<String> words = Stream.of(text.split("\\s+")).skip(isKind ? 1 : 0);
    boolean isFile = kind.equals("file") || kind.equals("program");
    return new Fact(
        node,
        isKind ? kind : "",
        words.filter(word -> !isFile || !UNSEEN.matcher(word).matches()).toList());
  }

  boolean isFile() {
    return kind.equals("file") || kind.equals("program");
  }

  /** The base name of a file; otherwise the first word. */
  String name() {
    return words.getFirst().replaceAll(".*/", "");
  }

  /** The directory of a file. */
  String directory() {
    return words.getFirst().replaceAll("/[^/]*$", "");
  }

  /** Whether a single printed line contains all of it. */
  boolean isIn(Typed typed) {
    if (isFile()) {
      return Typed.names(typed.printed(), name());
    }
    if (kind.equals("sysctl")) {
      return typed
          .printedLines()
          .anyMatch(
              line ->
                  line.equals(name() + " = " + words.getLast())
                      || (line.equals(words.getLast())
                          && (typed.names(name())
                              || typed.names("/proc/sys/" + name().replace('.', '/')))));
    }
    return typed
        .printedLines()
        .anyMatch(line -> words.stream().allMatch(word -> Typed.names(line, word)));
  }
}
