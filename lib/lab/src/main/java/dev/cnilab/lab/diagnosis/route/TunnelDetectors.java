package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.node.Drift;
import dev.cnilab.lab.diagnosis.path.Carrier;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for the entries and the MTU of flannel's tunnel. */
public final class TunnelDetectors {

  private static final Pattern MTU = Pattern.compile(" mtu (\\d+)");
  private static final Pattern VNI = Pattern.compile("vxlan id (\\d+) ");
  private static final Pattern PORT = Pattern.compile(" dstport (\\d+) ");

  /** Links that carry pods' packets, and the cause if the MTU of one is too small for them. */
  private static final List<Carrier> LINKS =
      List.of(new Carrier("flannel.1", "tunnel-mtu"), new Carrier("cni0", "bridge-mtu"));

  /** What VXLAN adds to a packet over IPv4, in bytes (RFC 7348, section 5). */
  private static final int OVERHEAD = 50;

  private TunnelDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        TunnelDetectors::neighbours,
        TunnelDetectors::forwarding,
        TunnelDetectors::number,
        TunnelDetectors::size);
  }

  /** A tunnel end with another VNI, or another port than the others. */
  private static Stream<Suspicion> number(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(TunnelDetectors::hasTunnel)
        .flatMap(
            node ->
                node.line("tunnels", ": flannel\\.1:").stream()
                    .filter(
                        line ->
                            isOther(line, VNI, FlannelNode.vni(node))
                                || isOther(line, PORT, usualPort(picture)))
                    .map(
                        line ->
                            Suspicion.of(
                                    "tunnel-number",
                                    node.where(),
                                    new Clue(
                                        "ip -d link show flannel.1",
                                        "vxlan id %s, dstport %s; the others have id %s, dstport %s"
                                            .formatted(
                                                found(line, VNI).orElse("?"),
                                                found(line, PORT).orElse("?"),
                                                FlannelNode.vni(node).orElse("?"),
                                                usualPort(picture).orElse("?"))),
                                    node.look("ip -d link show flannel.1"),
                                    "ip link del flannel.1; then restart the agent's pod on the"
                                        + " node, which makes it again.")
                                .by(
                                    node.change("ip link del flannel.1"),
                                    NetworkAgent.restart(picture, node))));
  }

  private static boolean isOther(String line, Pattern number, Optional<String> wanted) {
    return wanted.isPresent()
        && found(line, number).isPresent()
        && !found(line, number).equals(wanted);
  }

  private static Optional<String> found(String line, Pattern number) {
    Matcher match = number.matcher(line);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /** The port of most tunnel ends; empty if there is none. */
  private static Optional<String> usualPort(ClusterPicture picture) {
    List<String> ports =
        picture.nodes().stream()
            .flatMap(node -> node.line("tunnels", ": flannel\\.1:").stream())
            .flatMap(line -> found(line, PORT).stream())
            .toList();
    return ports.stream()
        .filter(port -> 2 * Collections.frequency(ports, port) > ports.size())
        .findFirst();
  }

  private static String end(NodePicture node) {
    return node.node().podCidr().replaceAll("/.*", "");
  }

  /** Whether its agent uses the tunnel; after a change of backend only the link remains. */
  private static boolean hasTunnel(NodePicture node) {
    String backend = FlannelNode.backend(node);
    return node.has("links", ": flannel\\.1:")
        && !node.isDown("flannel.1")
        && (backend.isEmpty() || backend.equals("vxlan"));
  }

  /** The other nodes that are where their agents say. */
  private static Stream<NodePicture> others(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream()
        .filter(
            other -> !other.name().equals(node.name()) && FlannelNode.address(other).isPresent())
        .filter(other -> FlannelNode.backend(other).equals(FlannelNode.backend(node)))
        .filter(other -> !FlannelNode.isElsewhere(other));
  }

  private static Stream<Suspicion> neighbours(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(TunnelDetectors::hasTunnel)
        .flatMap(
            node ->
                others(picture, node)
                    .filter(
                        other ->
                            !node.has(
                                "neighbours",
                                "^\\Q"
                                    + end(other)
                                    + "\\E dev flannel.1 lladdr "
                                    + FlannelNode.address(other).orElse("")))
                    .limit(1)
                    .map(
                        other ->
                            Suspicion.of(
                                    "tunnel-neighbour-wrong",
                                    node.where(),
                                    new Clue(
                                        "ip neigh",
                                        node.line("neighbours", "^\\Q" + end(other) + "\\E ")
                                                .orElse("nothing for " + end(other))
                                            + "; "
                                            + other.name()
                                            + " has "
                                            + FlannelNode.address(other).orElse("")),
                                    node.look("ip neigh show dev flannel.1"),
                                    "Restart the agent's pod on the node: it writes the entry.")
                                .by(NetworkAgent.restart(picture, node))));
  }

  private static Stream<Suspicion> forwarding(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(TunnelDetectors::hasTunnel)
        .flatMap(
            node ->
                others(picture, node)
                    .filter(
                        other ->
                            !node.has(
                                "forwarding",
                                FlannelNode.address(other).orElse("")
                                    + " dev flannel.1 dst \\Q"
                                    + other.node().ip()
                                    + "\\E "))
                    .limit(1)
                    .map(
                        other ->
                            Suspicion.of(
                                    "tunnel-forwarding-missing",
                                    node.where(),
                                    new Clue(
                                        "bridge fdb",
                                        "nothing for %s, the tunnel's end on %s"
                                            .formatted(
                                                FlannelNode.address(other).orElse(""),
                                                other.name())),
                                    node.look("bridge fdb show dev flannel.1"),
                                    "Restart the agent's pod on the node: it writes the entry.")
                                .by(NetworkAgent.restart(picture, node))));
  }

  private static Stream<Suspicion> size(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(TunnelDetectors::hasTunnel)
        .filter(node -> Drift.hasRightSize(picture, node))
        .flatMap(
            node -> {
              String wanted = node.line("subnet", "FLANNEL_MTU=").orElse("").replaceAll(".*=", "");
              return wanted.isEmpty()
                  ? Stream.of()
                  : Stream.concat(
                      LINKS.stream()
                          .flatMap(link -> narrow(node, link.link(), link.cause(), size(wanted))),
                      node.uplink().stream()
                          .flatMap(
                              link -> narrow(node, link, "uplink-mtu", size(wanted) + OVERHEAD)));
            });
  }

  private static int size(String wanted) {
    return Integer.parseInt(wanted);
  }

  private static Stream<Suspicion> narrow(NodePicture node, String link, String cause, int wanted) {
    return node.line("links", ": \\Q" + link + "\\E[:@]").stream()
        .filter(line -> wanted > mtu(line))
        .map(
            line ->
                Suspicion.of(
                        cause,
                        node.where(),
                        new Clue(
                            "ip link show " + link,
                            "mtu %d; pods' packets need %d".formatted(mtu(line), wanted)),
                        node.look("ip link show " + link + "; cat /run/flannel/subnet.env"),
                        "ip link set %s mtu %d".formatted(link, wanted))
                    .by(node.change("ip link set %s mtu %d".formatted(link, wanted))));
  }

  private static int mtu(String line) {
    Matcher mtu = MTU.matcher(line);
    return mtu.find() ? Integer.parseInt(mtu.group(1)) : Integer.MAX_VALUE;
  }
}
