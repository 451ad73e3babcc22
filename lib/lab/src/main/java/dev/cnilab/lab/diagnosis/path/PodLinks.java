package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.stream.Stream;

/** What can be wrong between a node and its pods: the bridge and its ports. */
public final class PodLinks {

  /** Links that carry pods' packets, and the cause if one is down. */
  private static final List<Carrier> LINKS =
      List.of(
          new Carrier("flannel.1", "tunnel-down"),
          new Carrier("cni0", "bridge-down"),
          new Carrier("datapath", "tunnel-down"),
          new Carrier("weave", "bridge-down"));

  private PodLinks() {}

  public static List<Detector> detectors() {
    return List.of(
        PodLinks::down,
        PodLinks::withoutArp,
        PodLinks::isolated,
        PodLinks::gone,
        PodLinks::stranded);
  }

  private static Stream<Suspicion> down(Picture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                LINKS.stream()
                    .filter(link -> node.isDown(link.link()))
                    .map(
                        link ->
                            Suspicion.of(
                                link.cause(),
                                node.where(),
                                new Clue("ip link show " + link.link(), "not UP"),
                                node.look("ip link show " + link.link() + "; ip route"),
                                "ip link set %s up; then restart the agent's pod, which adds again"
                                        .formatted(link.link())
                                    + " what went with it.")));
  }

  /** Links that are to ask for their neighbours, and do not. */
  private static Stream<Suspicion> withoutArp(Picture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                Stream.concat(node.uplink().stream(), Stream.of("cni0"))
                    .flatMap(
                        link ->
                            node.line("links", ": \\Q" + link + "\\E[:@].*\\bNOARP\\b").stream())
                    .map(
                        line ->
                            Suspicion.of(
                                "arp-off",
                                node.where(),
                                new Clue("ip link", line.strip()),
                                node.look("ip link; ip neigh"),
                                "ip link set dev that link arp on")));
  }

  private static Stream<NodePicture> bridged(Picture picture) {
    return picture.nodes().stream().filter(node -> node.bridge().isPresent());
  }

  private static Stream<Suspicion> isolated(Picture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                node.lines("ports").stream()
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                "port-isolated",
                                node.where(),
                                new Clue("bridge -d link", line.strip()),
                                node.look("bridge -d link"),
                                "bridge link set dev that port isolated off")));
  }

  /** A node with fewer ends of pods' links than pods that run. */
  private static Stream<Suspicion> gone(Picture picture) {
    return picture.nodes().stream()
        .filter(node -> node.bridge().isPresent() || node.plugin().equals("calico"))
        .filter(node -> !node.lines("links").isEmpty())
        .filter(node -> node.bridge().stream().allMatch(name -> isThere(node, name)))
        .filter(node -> ends(node) < picture.networked(node).size())
        .map(
            node ->
                Suspicion.of(
                    "pod-link-missing",
                    node.where(),
                    new Clue(
                        "ip link",
                        "%d links of pods, and %d pods with addresses"
                            .formatted(ends(node), picture.networked(node).size())),
                    node.look("ip link; crictl pods"),
                    "Delete the pod that cannot be reached: a new sandbox gets a new link."));
  }

  /** A pod that reaches its own network at most: no Service, no DNS server, nothing outside. */
  private static Stream<Suspicion> stranded(Picture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .filter(pod -> node.has("pods", "^\\Q" + pod.ip() + "\\E\\s*$"))
                    .limit(1)
                    .map(
                        pod ->
                            Suspicion.of(
                                "pod-route-missing",
                                node.where(),
                                new Clue(
                                    "ip route in pod %s/%s".formatted(pod.namespace(), pod.name()),
                                    "no default route"),
                                node.look("ip -all netns exec ip route"),
                                "Delete the pod: a new sandbox gets a new route.")));
  }

  private static boolean isThere(NodePicture node, String link) {
    return node.has("links", "^\\d+: \\Q" + link + "\\E:");
  }

  /** Without those between weave's bridge and its tunnel. */
  private static long ends(NodePicture node) {
    return node.lines("links").stream()
        .filter(line -> line.matches("\\d+: (veth(?!we-)|cali).*"))
        .count();
  }
}
