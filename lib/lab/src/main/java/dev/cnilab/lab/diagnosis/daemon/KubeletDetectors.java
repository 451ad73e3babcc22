package dev.cnilab.lab.diagnosis.daemon;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Detectors for what a kubelet knows of its cluster, and for what it reports of its node. */
public final class KubeletDetectors {

  private static final String FILE = "/etc/kubernetes/kubelet.conf";

  /** Conditions that keep pods away from a node, and the cause. */
  private static final Map<String, String> PRESSURES =
      Map.of(
          "DiskPressure", "node-disk-full",
          "MemoryPressure", "node-memory-full",
          "PIDPressure", "node-processes-full");

  private KubeletDetectors() {}

  public static List<Detector> detectors() {
    return List.of(KubeletDetectors::server, KubeletDetectors::pressure, KubeletDetectors::address);
  }

  /** A kubelet without an API server, whose configuration names another than those of others. */
  private static Stream<Suspicion> server(ClusterPicture picture) {
    List<String> usual =
        picture.nodes().stream()
            .filter(node -> node.node().isReady())
            .flatMap(node -> node.lines("server").stream())
            .distinct()
            .toList();
    return picture.nodes().stream()
        .filter(node -> !node.node().isReady() && usual.size() == 1)
        .flatMap(
            node ->
                node.lines("server").stream()
                    .filter(line -> !line.equals(usual.getFirst()))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "kubelet-other-server",
                                    node.where(),
                                    new Clue(
                                        FILE,
                                        "server: %s; the other nodes' is %s"
                                            .formatted(line, usual.getFirst())),
                                    node.look(
                                        "grep server: "
                                            + FILE
                                            + "; journalctl -u kubelet -n 20 --no-pager"),
                                    "Name the API server that the others have, and restart the"
                                        + " kubelet.")
                                .by(
                                    node.change(
                                        "sed -i 's|server: .*|server: %s|' %s; (sleep 1; systemctl"
                                                .formatted(usual.getFirst(), FILE)
                                            + " restart kubelet) &"))));
  }

  private static Stream<Suspicion> pressure(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.node().object().list("/status/conditions").stream()
                    .filter(condition -> condition.text("/status").equals("True"))
                    .filter(condition -> PRESSURES.containsKey(condition.text("/type")))
                    .map(condition -> pressed(node, condition)));
  }

  private static Suspicion pressed(NodePicture node, Json condition) {
    String type = condition.text("/type");
    return Suspicion.of(
            PRESSURES.getOrDefault(type, ""),
            node.where(),
            new Clue(
                "condition %s of node %s".formatted(type, node.name()), condition.text("/message")),
            node.look("df -h; free -m; ps aux | wc -l"),
            "Find what has filled it; the kubelet evicts pods until there is room again.")
        .ranked(2);
  }

  /** A node without the address by which the cluster knows it. */
  private static Stream<Suspicion> address(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.lines("addresses").isEmpty() && node.node().ip().contains("."))
        .filter(node -> node.has("addresses", " inet ") && node.uplink().isEmpty())
        .filter(node -> picture.nodes().stream().anyMatch(other -> other.uplink().isPresent()))
        .map(
            node ->
                Suspicion.of(
                    "node-address-missing",
                    node.where(),
                    new Clue(
                        "ip addr",
                        "no link has %s, the node's address".formatted(node.node().ip())),
                    node.look("ip -4 addr; ip route"),
                    "Give the address to the node's link again, and the default route that went"
                        + " with it."));
  }
}
