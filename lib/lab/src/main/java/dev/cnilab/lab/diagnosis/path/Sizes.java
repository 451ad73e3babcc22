package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detectors for links with a smaller MTU than on most nodes. Flannel records the MTU it needs, so
 * {@link Tunnels} checks its links.
 */
public final class Sizes {

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

  private Sizes() {}

  public static List<Detector> detectors() {
    return List.of(Sizes::narrow);
  }

  /** Links with a small MTU; those on a small uplink have a small one too. */
  private static Stream<Suspicion> narrow(Picture picture) {
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
