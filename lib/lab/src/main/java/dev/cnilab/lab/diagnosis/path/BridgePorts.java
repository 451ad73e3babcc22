package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detectors for the settings of the ports by which pods are connected to a bridge. */
public final class BridgePorts {

  private static final Pattern STATE =
      Pattern.compile("\\d+: ([^@:]+).* master (\\S+) state (disabled|blocking|listening) .*");

  /** Not the port by which weave leaves its bridge: what came back from there would circle. */
  private static final Pattern NO_HAIRPIN =
      Pattern.compile("\\d+: (veth(?!we-)[^@:]+).* master (\\S+) .*\\bhairpin off\\b.*");

  private static final Pattern WANTED = Pattern.compile("\"hairpinMode\":\\s*true");

  private BridgePorts() {}

  public static List<Detector> detectors() {
    return List.of(BridgePorts::blocked, BridgePorts::hairpin);
  }

  private static List<Matcher> ports(NodePicture node, Pattern pattern) {
    return node.lines("bridgeports").stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .filter(port -> node.bridge().filter(port.group(2)::equals).isPresent())
        .toList();
  }

  /** A port that forwards nothing; on a bridge of pods no spanning tree decides that. */
  private static Stream<Suspicion> blocked(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                ports(node, STATE).stream()
                    .filter(port -> !node.isDown(port.group(1)) && !isWithoutCarrier(node, port))
                    .limit(1)
                    .map(
                        port ->
                            Suspicion.of(
                                    "port-blocked",
                                    node.where(),
                                    new Clue("bridge link", port.group().strip()),
                                    node.look("bridge link"),
                                    "bridge link set dev %s state 3, which is forwarding"
                                        .formatted(port.group(1)))
                                .by(
                                    node.change(
                                        "bridge link set dev %s state 3"
                                            .formatted(port.group(1))))));
  }

  private static boolean isWithoutCarrier(NodePicture node, Matcher port) {
    return node.has("links", "^\\d+: \\Q" + port.group(1) + "\\E[@:][^<]*<[^>]*NO-CARRIER");
  }

  private static boolean sendsBack(NodePicture node) {
    return node.has("bridgeports", "^\\d+: veth(?!we-).*\\bhairpin on\\b");
  }

  /** Ports that, unlike others, do not send back to a pod what it sends to its own Service. */
  private static Stream<Suspicion> hairpin(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(
            node ->
                node.cni().winner().map(ConfigFile::text).filter(WANTED.asPredicate()).isPresent())
        .filter(node -> !ports(node, NO_HAIRPIN).isEmpty())
        .filter(node -> picture.nodes().stream().anyMatch(BridgePorts::sendsBack))
        .map(
            node ->
                Suspicion.of(
                        "hairpin-off",
                        node.where(),
                        new Clue(
                            "bridge -d link",
                            ports(node, NO_HAIRPIN).getFirst().group(1)
                                + ": hairpin off; the configuration has hairpinMode true"),
                        node.look("bridge -d link"),
                        "bridge link set dev that port hairpin on")
                    .by(
                        node.change(
                            ports(node, NO_HAIRPIN).stream()
                                .map(
                                    port ->
                                        "bridge link set dev %s hairpin on"
                                            .formatted(port.group(1)))
                                .collect(Collectors.joining("; ")))));
  }
}
