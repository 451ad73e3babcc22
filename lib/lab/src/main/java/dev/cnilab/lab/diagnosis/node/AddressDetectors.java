package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for addresses. */
public final class AddressDetectors {

  private AddressDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        AddressDetectors::usedUp,
        AddressDetectors::otherBridge,
        AddressDetectors::noGateway,
        AddressDetectors::twice,
        AddressDetectors::ofOtherNode);
  }

  private static List<String> taken(NodePicture node) {
    return node.lines("taken").stream().filter(line -> line.matches("\\d+(\\.\\d+){3}")).toList();
  }

  private static Stream<Suspicion> usedUp(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(NodePicture::usesBridge)
        .filter(node -> !node.node().podCidr().isEmpty())
        .filter(node -> taken(node).size() >= node.node().podAddressCount())
        .map(
            node ->
                Suspicion.of(
                        "addresses-used-up",
                        node.where(),
                        new Clue(
                            "/var/lib/cni/networks",
                            "%d addresses are taken, %d pods have one"
                                .formatted(taken(node).size(), picture.networked(node).size())),
                        node.look("ls /var/lib/cni/networks/*; crictl pods -q"),
                        "Remove the files whose sandbox is gone.")
                    .by(
                        node.change(
                            "all=$(crictl pods -q --no-trunc) && for f in"
                                + " /var/lib/cni/networks/*/[0-9]*; do echo \"$all\" | grep -q"
                                + " \"$(head -c 64 $f)\" || rm $f; done")));
  }

  /** A bridge without the gateway address for pods, which weave chooses by itself. */
  private static Stream<Suspicion> noGateway(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.usesBridge())
        .flatMap(
            node ->
                node.bridge().stream()
                    .filter(name -> node.has("links", "^\\d+: \\Q" + name + "\\E:"))
                    .filter(name -> !node.has("addresses", " \\Q" + name + "\\E +inet "))
                    .map(
                        name ->
                            Suspicion.of(
                                    "bridge-other-address",
                                    node.where(),
                                    new Clue("ip addr show " + name, "no IPv4 address"),
                                    node.look("ip addr show " + name),
                                    "Restart the agent's pod, which gives the bridge its address.")
                                .by(NetworkAgent.restart(picture, node))));
  }

  private static Stream<Suspicion> otherBridge(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(NodePicture::usesBridge)
        .filter(node -> !node.node().podCidr().isEmpty())
        .filter(node -> node.has("links", "^\\d+: cni0:"))
        .filter(node -> !node.has("addresses", " cni0 +inet \\Q" + node.node().gateway() + "\\E "))
        .map(
            node ->
                Suspicion.of(
                        "bridge-other-address",
                        node.where(),
                        new Clue(
                            "ip addr show cni0",
                            node.line("addresses", " cni0 +inet ").orElse("none").strip()
                                + "; the podCIDR is "
                                + node.node().podCidr()),
                        node.look("ip addr show cni0"),
                        "Give cni0 the address " + node.node().gateway() + ".")
                    .by(
                        node.change(
                            "ip addr flush dev cni0 && ip addr add %s dev cni0"
                                .formatted(node.node().gateway()))));
  }

  /** A node's address that is also on a link of another node. */
  private static Stream<Suspicion> ofOtherNode(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.nodes().stream()
                    .filter(other -> !other.name().equals(node.name()))
                    .flatMap(
                        other ->
                            node
                                .line("addresses", " inet \\Q" + other.node().ip() + "\\E[ /]")
                                .stream())
                    .map(line -> taken(node, line)));
  }

  private static Suspicion taken(NodePicture node, String line) {
    return Suspicion.of(
            "address-twice",
            node.where(),
            new Clue("ip addr", line.strip()),
            node.look("ip -4 addr"),
            "Take the address from the node: ip addr del.")
        .by(
            node.change(
                line.replaceFirst("^\\d+: (\\S+) +inet (\\S+) ?.*", "ip addr del $2 dev $1")));
  }

  /** A pod's address that is also on a link of some node. */
  private static Stream<Suspicion> twice(ClusterPicture picture) {
    List<String> ofPods =
        picture.pods().stream()
            .filter(pod -> !pod.hostNetwork() && !pod.ip().isEmpty())
            .filter(Pod::isRunning)
            .map(Pod::ip)
            .toList();
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("addresses").stream()
                    .filter(
                        line ->
                            ofPods.stream().anyMatch(address -> line.contains(" " + address + "/")))
                    .map(line -> taken(node, line)));
  }
}
