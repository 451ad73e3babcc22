package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.shell.Range;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route of a node's main table.
 *
 * @param range its destination
 * @param line as {@code ip route} prints it
 */
record MainTableRoute(Range range, String line) {

  private static final Range EVERYTHING = Range.of("0.0.0.0/0");

  /** The route for an address: that of the longest prefix. */
  static Optional<MainTableRoute> to(NodePicture node, String address) {
    return node.lines("routes").stream()
        .flatMap(MainTableRoute::read)
        .filter(route -> route.range().contains(address))
        .max(Comparator.comparingInt(route -> route.range().length()));
  }

  private static Stream<MainTableRoute> read(String line) {
    List<String> words = List.of(line.strip().split("\\s+", -1));
    String target =
        words.getFirst().matches("[a-z]+") && !words.getFirst().equals("default")
            ? words.size() < 2 ? "" : words.get(1)
            : words.getFirst();
    if (target.equals("default")) {
      return Stream.of(new MainTableRoute(EVERYTHING, line.strip()));
    }
    return target.matches("\\d+(\\.\\d+){3}(/\\d+)?")
        ? Stream.of(
            new MainTableRoute(
                Range.of(target.contains("/") ? target : target + "/32"), line.strip()))
        : Stream.of();
  }

  /** Whether it is not the default route. */
  boolean isSpecific() {
    return range.length() > 0;
  }

  boolean isForOneAddress() {
    return range.length() == 32;
  }

  /** Whether it refuses packets. */
  boolean refuses() {
    return line.matches("(blackhole|unreachable|prohibit|throw) .*");
  }

  /** Whether the kernel or a program that sets the protocol created it. */
  boolean hasMaker() {
    return line.contains(" proto ");
  }

  /** Its link; empty if it has none. */
  String device() {
    return word("dev");
  }

  /** Its gateway; empty if it has none. */
  String gateway() {
    return word("via");
  }

  private String word(String before) {
    List<String> words = List.of(line.split("\\s+", -1));
    int index = words.indexOf(before);
    return index < 0 || index + 1 == words.size() ? "" : words.get(index + 1);
  }
}
