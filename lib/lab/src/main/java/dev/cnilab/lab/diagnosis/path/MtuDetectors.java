package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.route.TunnelDetectors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detectors for links and routes with a smaller MTU than on most nodes. Flannel records the MTU it
 * needs, so {@link TunnelDetectors} checks its links.
 */
public final class MtuDetectors {

  private static final Pattern MTU = Pattern.compile(" mtu (\\d+)");

  /** Links of each node, and the cause if the MTU of one is too small. */
  private static final Map<String, String> LINKS =
      Map.of(
          "tunl0", "tunnel-mtu",
          "vxlan.calico", "tunnel-mtu",
          "cilium_vxlan", "tunnel-mtu",
          "datapath", "tunnel-mtu",
          "cilium_host", "host-link-mtu",
          "weave", "bridge-mtu");

  /** The node's end of a pod's link, not those between weave's bridge and its tunnel. */
  private static final Pattern END =
      Pattern.compile("\\d+: ((?:veth(?!we-)|cali|lxc(?!_health))[^@:]*)[@:].*");

  private static final Pattern SIZED = Pattern.compile(" mtu (?:lock )?(\\d+)");

  private MtuDetectors() {}

  public static List<Detector> detectors() {
    return List.of(MtuDetectors::narrow, MtuDetectors::ends, MtuDetectors::routes);
  }

  /** Links with a small MTU; those on a small uplink have a small one too. */
  private static Stream<Suspicion> narrow(ClusterPicture picture) {
    List<NodePicture> nodes =
        picture.nodes().stream().filter(node -> !node.plugin().equals("flannel")).toList();
    List<Integer> uplinks =
        nodes.stream()
            .flatMap(node -> node.uplink().stream().map(link -> mtu(node, link)))
            .toList();
    return nodes.stream()
        .flatMap(
            node ->
                Stream.concat(
                        node.uplink().stream()
                            .filter(link -> mtu(node, link) < usual(uplinks))
                            .map(link -> found(node, link, "uplink-mtu", usual(uplinks))),
                        LINKS.keySet().stream()
                            .sorted()
                            .filter(link -> mtu(node, link) < usual(all(nodes, link)))
                            .map(
                                link ->
                                    found(
                                        node,
                                        link,
                                        Objects.requireNonNull(LINKS.get(link)),
                                        usual(all(nodes, link)))))
                    .limit(1));
  }

  /** A pod's link whose end on the node is smaller than most. */
  private static Stream<Suspicion> ends(ClusterPicture picture) {
    List<Integer> sizes =
        picture.nodes().stream().flatMap(node -> ends(node).map(link -> mtu(node, link))).toList();
    return picture.nodes().stream()
        .flatMap(
            node ->
                ends(node)
                    .filter(link -> mtu(node, link) < usual(sizes))
                    .limit(1)
                    .map(link -> found(node, link, "pod-mtu", usual(sizes))));
  }

  private static Stream<String> ends(NodePicture node) {
    return node.lines("links").stream()
        .map(END::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1));
  }

  /** A route to pods with a size of its own, which no other node's routes have. */
  private static Stream<Suspicion> routes(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("routes").stream()
                    .filter(line -> SIZED.matcher(line).find())
                    .filter(line -> isAlone(picture, node, line))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "route-mtu",
                                    node.where(),
                                    new Clue("ip route", line.strip()),
                                    node.look("ip route; ip route show cache"),
                                    "Take the mtu out of the route: its link has one.")
                                .by(
                                    node.change(
                                        "ip route replace "
                                            + line.strip()
                                                .replaceFirst(" mtu (lock )?\\d+", "")))));
  }

  private static boolean isAlone(ClusterPicture picture, NodePicture node, String line) {
    return picture.nodes().size() > 1
        && picture.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .flatMap(other -> other.lines("routes").stream())
            .noneMatch(other -> size(other).equals(size(line)));
  }

  /** A route's size; empty if it has none. */
  private static String size(String route) {
    Matcher found = SIZED.matcher(route);
    return found.find() ? found.group(1) : "";
  }

  private static List<Integer> all(List<NodePicture> nodes, String link) {
    return nodes.stream().filter(node -> node.hasLink(link)).map(node -> mtu(node, link)).toList();
  }

  /** The value of more than half; 0 if there is none, which nothing falls below. */
  private static int usual(List<Integer> sizes) {
    return sizes.stream()
        .filter(size -> 2 * Collections.frequency(sizes, size) > sizes.size())
        .findFirst()
        .orElse(0);
  }

  private static int mtu(NodePicture node, String link) {
    Matcher found = MTU.matcher(node.line("links", ": \\Q" + link + "\\E[:@]").orElse(""));
    return found.find() ? Integer.parseInt(found.group(1)) : Integer.MAX_VALUE;
  }

  private static Suspicion found(NodePicture node, String link, String cause, int usual) {
    return Suspicion.of(
            cause,
            node.where(),
            new Clue(
                "ip link show " + link,
                "mtu %d; on the other nodes %d".formatted(mtu(node, link), usual)),
            node.look("ip link show " + link),
            "ip link set %s mtu %d".formatted(link, usual))
        .by(node.change("ip link set %s mtu %d".formatted(link, usual)));
  }
}
