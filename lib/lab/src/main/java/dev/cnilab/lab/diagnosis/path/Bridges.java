package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detectors for a pods' bridge that filters, blocks, or forwards frames to the wrong port. */
public final class Bridges {

  /** Settings of a port without which frames do not come to its pod, in their usual state. */
  private static final List<String> NEEDED =
      List.of("learning on", "flood on", "bcast_flood on", "locked off");

  private static final Pattern PORT = Pattern.compile("\\d+: ([^@:]+).* master (\\S+) .*");

  private static final Pattern STATIC =
      Pattern.compile("([0-9a-f:]{17}) dev (\\S+) .*\\bstatic\\b.*");

  private static final Pattern INSIDE = Pattern.compile("(\\S+) \\d+: eth0@if(\\d+): .*");

  private Bridges() {}

  public static List<Detector> detectors() {
    return List.of(
        picture -> set(picture, "vlan_filtering", "bridge-vlans", 1),
        picture -> set(picture, "stp_state", "bridge-spanning-tree", 6),
        Bridges::ports,
        Bridges::written,
        Bridges::elsewhere);
  }

  private static Stream<NodePicture> bridged(ClusterPicture picture) {
    return picture.nodes().stream().filter(node -> node.bridge().isPresent());
  }

  /** A function of the bridge that is on, though the plugin's configuration does not ask for it. */
  private static Stream<Suspicion> set(
      ClusterPicture picture, String function, String cause, int rank) {
    return bridged(picture)
        .filter(node -> !node.cni().winner().map(f -> f.text().contains("\"vlan\"")).orElse(false))
        .flatMap(
            node ->
                node
                    .line(
                        "bridges",
                        "^\\d+: " + node.bridge().orElse("") + "[:@].* " + function + " 1 ")
                    .stream()
                    .map(
                        line ->
                            Suspicion.of(
                                    cause,
                                    node.where(),
                                    new Clue(
                                        "ip -d link show " + node.bridge().orElse(""),
                                        function + " 1"),
                                    node.look(
                                        "ip -d link show %s; bridge vlan; bridge link"
                                            .formatted(node.bridge().orElse(""))),
                                    "Switch it off: %s 0".formatted(function))
                                .by(
                                    node.change(
                                        "ip link set %s type bridge %s 0"
                                            .formatted(node.bridge().orElse(""), function)))
                                .ranked(rank)));
  }

  /** Ports of pods whose settings keep frames from them. */
  private static Stream<Suspicion> ports(ClusterPicture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                node.lines("bridgeports").stream()
                    .map(PORT::matcher)
                    .filter(Matcher::matches)
                    .filter(port -> port.group(2).equals(node.bridge().orElse("")))
                    .filter(port -> port.group(1).startsWith("veth"))
                    .flatMap(port -> lacking(port.group()).map(word -> port(node, port, word)))
                    .limit(1));
  }

  /** The settings of a port that are not as they are needed. */
  private static Stream<String> lacking(String port) {
    return NEEDED.stream()
        .map(Bridges::opposite)
        .filter(word -> Pattern.compile("(^| )" + word + "( |$)").matcher(port).find());
  }

  private static String opposite(String setting) {
    return setting.endsWith(" on")
        ? setting.replaceFirst(" on$", " off")
        : setting.replaceFirst(" off$", " on");
  }

  private static Suspicion port(NodePicture node, Matcher port, String word) {
    String all = lacking(port.group()).map(Bridges::opposite).collect(Collectors.joining(" "));
    String line = "bridge link set dev %s %s".formatted(port.group(1), all);
    return Suspicion.of(
            "port-blocked",
            node.where(),
            new Clue("bridge -d link", port.group(1) + ": " + word),
            node.look("bridge -d link"),
            line)
        .by(node.change(line));
  }

  /** A static forwarding entry: the bridge learns those of its pods. */
  private static Stream<Suspicion> written(ClusterPicture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                node.lines("fixed").stream()
                    .map(STATIC::matcher)
                    .filter(Matcher::matches)
                    .limit(1)
                    .map(
                        entry ->
                            Suspicion.of(
                                    "forwarding-fixed",
                                    node.where(),
                                    new Clue("bridge fdb", entry.group().strip()),
                                    node.look("bridge fdb show br " + node.bridge().orElse("")),
                                    "bridge fdb del that entry: the bridge learns where the address"
                                        + " is.")
                                .by(
                                    node.change(
                                        "bridge fdb del %s dev %s master"
                                            .formatted(entry.group(1), entry.group(2))))));
  }

  /** The end of a pod's link that is a port of another bridge. */
  private static Stream<Suspicion> elsewhere(ClusterPicture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                node.lines("insides").stream()
                    .map(INSIDE::matcher)
                    .filter(Matcher::matches)
                    .flatMap(inside -> end(node, inside.group(2)).stream())
                    .filter(line -> line.contains(" master "))
                    .filter(line -> !line.contains(" master " + node.bridge().orElse("") + " "))
                    .filter(line -> !line.endsWith(" master " + node.bridge().orElse("")))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "link-loose",
                                    node.where(),
                                    new Clue("ip link", line.strip()),
                                    node.look("ip link; bridge link"),
                                    "Make it a port of %s.".formatted(node.bridge().orElse("")))
                                .by(
                                    node.change(
                                        "ip link set %s master %s"
                                            .formatted(
                                                DataPath.name(line), node.bridge().orElse(""))))));
  }

  /** The node's end of a pod's link, by its index, which a pod shows as {@code eth0@if8}. */
  private static Optional<String> end(NodePicture node, String index) {
    return node.line("links", "^" + index + ": veth");
  }
}
