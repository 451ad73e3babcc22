package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for what plugins say when they fail, in the events of pods. */
final class PluginMessages {

  /** A plugin's message, the cause, and the repair. */
  private record Saying(String text, String cause, String repair) {}

  private static final List<Saying> SAYINGS =
      List.of(
          new Saying(
              "exec format error|failed to unmarshal raw result|unexpected end of JSON input",
              "plugin-no-program",
              "Install the program for this machine again."),
          new Saying(
              "connection is unauthorized",
              "plugin-unauthorized",
              "Restart the agent's pod on the node: it writes the plugin's kubeconfig again."),
          new Saying(
              "[Rr]equired prevResult missing|must be called as (a )?chained plugin",
              "plugin-order",
              "Let the plugin that makes the interface come first in the list."),
          new Saying(
              "[Nn]ot a directory|mkdir \\S+: file exists|[Rr]ead-only file system|[Nn]o space left"
                  + " on device",
              "plugin-cannot-write",
              "Make the place that its message names writable: a directory, with room."),
          new Saying(
              "no more (free )?IPs|no IP addresses available|[Nn]o addresses available",
              "addresses-used-up",
              "Give the network a larger range, or free the addresses of pods that are gone."));

  /** Something created by an agent that a plugin misses: a file or a socket. */
  private static final Pattern STATE =
      Pattern.compile("/(run|var/run|var/lib|etc/cni)/\\S+: .*no such file or directory");

  private PluginMessages() {}

  /** A message whose cause is known. */
  static Stream<Suspicion> known(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(node -> SAYINGS.stream().flatMap(saying -> said(picture, node, saying).limit(1)));
  }

  private static Stream<Suspicion> said(ClusterPicture picture, NodePicture node, Saying saying) {
    return picture
        .stuckOn(node)
        .filter(stuck -> stuck.words().matches("(?s).*(" + saying.text() + ").*"))
        .map(
            stuck ->
                Suspicion.of(
                        saying.cause(),
                        node.where(),
                        stuck.clue(),
                        "kubectl -n %s describe pod %s"
                            .formatted(stuck.pod().namespace(), stuck.pod().name()),
                        saying.repair())
                    .by(repaired(picture, node, saying)));
  }

  private static String repaired(ClusterPicture picture, NodePicture node, Saying saying) {
    return switch (saying.cause()) {
      case "plugin-no-program" -> Programs.installed(picture, node, node.plugin());
      case "plugin-order" ->
          node.cni()
              .winner()
              .map(file -> Configuration.writtenAgain(picture, node, file))
              .orElse("");
      case "plugin-unauthorized" -> NetworkAgent.restart(picture, node);
      default -> "";
    };
  }

  /** A missing file that the running agent should have written. */
  static Stream<Suspicion> missingState(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> NetworkAgent.plugin(picture, node).isPresent())
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .filter(stuck -> STATE.matcher(stuck.words()).find())
                    .limit(1)
                    .map(
                        stuck ->
                            Suspicion.of(
                                    "agent-state-missing",
                                    node.where(),
                                    stuck.clue(),
                                    node.look("ls /run/flannel /var/lib/calico /var/run/cilium"),
                                    "Restart the agent's pod on the node: it writes the file.")
                                .by(NetworkAgent.restart(picture, node))));
  }
}
