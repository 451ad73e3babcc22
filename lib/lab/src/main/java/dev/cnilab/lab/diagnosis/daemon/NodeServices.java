package dev.cnilab.lab.diagnosis.daemon;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Detectors for the services that every node runs. */
public final class NodeServices {

  /** A systemd unit, the cause if it is not active, and the consequence. */
  private static final Map<String, String> UNITS =
      Map.of("kubelet", "kubelet-stopped", "containerd", "runtime-stopped");

  private NodeServices() {}

  public static List<Detector> detectors() {
    return List.of(NodeServices::stopped);
  }

  private static Stream<Suspicion> stopped(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("units").stream()
                    .map(line -> line.split(" ", 2))
                    .filter(words -> words.length == 2 && UNITS.containsKey(words[0]))
                    .filter(words -> words[1].matches("inactive|failed|deactivating|activating"))
                    .map(
                        words ->
                            Suspicion.of(
                                    UNITS.getOrDefault(words[0], ""),
                                    node.where(),
                                    new Clue("systemctl is-active " + words[0], words[1]),
                                    node.look("systemctl status " + words[0]),
                                    "systemctl start "
                                        + words[0]
                                        + ", and find in its journal why it ended.")
                                .by(node.change("systemctl start " + words[0]))
                                .also(
                                    words[1].equals("inactive")
                                        ? Stream.of()
                                        : said(node, words[0]))));
  }

  /** Why a kubelet ends again and again. */
  private static Stream<Clue> said(NodePicture node, String unit) {
    return unit.equals("kubelet")
        ? Journals.last(node).map(line -> new Clue("journalctl -u kubelet", line))
        : Stream.of();
  }
}
