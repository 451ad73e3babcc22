package dev.cnilab.lab.diagnosis.daemon;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for kubelets and runtimes that run and do not get on, by their own words. */
public final class Journals {

  /** A kubelet says more about its own node than about the network. */
  private static final int RANK = 7;

  private static final String CONFIGURATION = "/etc/containerd/config.toml";

  private Journals() {}

  public static List<Detector> detectors() {
    return List.of(Journals::withoutCri, Journals::runtime, Journals::kubelet);
  }

  /** A containerd that does not serve kubelets, as packages for Docker configure it. */
  private static Stream<Suspicion> withoutCri(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("containerd", "^\\s*disabled_plugins\\s*=.*\\bcri\\b").stream()
                    .map(
                        line ->
                            Suspicion.of(
                                "runtime-configuration",
                                node.where(),
                                new Clue(CONFIGURATION, line.strip()),
                                node.look("grep disabled_plugins " + CONFIGURATION),
                                "Take cri out of disabled_plugins, and restart containerd.")));
  }

  /** A runtime that does not answer its kubelet, although it runs. */
  private static Stream<Suspicion> runtime(ClusterPicture picture) {
    return unready(picture)
        .filter(node -> node.has("units", "^containerd active$"))
        .filter(
            node -> node.node().readyMessage().matches("(?s).*container runtime (is down|not ).*"))
        .filter(node -> !node.node().readyMessage().contains("cni"))
        .map(
            node ->
                Suspicion.of(
                        "runtime-not-answering",
                        node.where(),
                        new Clue(
                            "condition Ready of node " + node.name(), node.node().readyMessage()),
                        node.look("crictl info; journalctl -u containerd -n 20 --no-pager"),
                        "Look at what containerd's journal says last.")
                    .ranked(RANK));
  }

  /** A kubelet that runs and does not report, with the last error of its journal. */
  private static Stream<Suspicion> kubelet(ClusterPicture picture) {
    return unready(picture)
        .filter(node -> node.has("units", "^kubelet active$"))
        .filter(node -> node.node().readyMessage().contains("stopped posting"))
        .flatMap(
            node ->
                last(node)
                    .map(
                        line ->
                            Suspicion.of(
                                    "kubelet-failing",
                                    node.where(),
                                    new Clue("journalctl -u kubelet", line),
                                    node.look("journalctl -u kubelet -n 50 --no-pager"),
                                    "Put right what its last error names.")
                                .ranked(RANK)));
  }

  /** The last error in a kubelet's journal. */
  static Stream<String> last(NodePicture node) {
    return node.lines("journal").stream()
        .reduce((earlier, later) -> later)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .stream();
  }

  private static Stream<NodePicture> unready(ClusterPicture picture) {
    return picture.nodes().stream().filter(node -> !node.node().isReady());
  }
}
