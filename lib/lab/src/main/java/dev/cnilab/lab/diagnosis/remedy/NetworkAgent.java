package dev.cnilab.lab.diagnosis.remedy;

import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.shell.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The DaemonSets of network plugins, whose pods write files, links and routes on their node. */
public final class NetworkAgent {

  /** Each one's name, and the plugin that its own configuration calls first. */
  private static final Map<String, String> PLUGINS =
      Map.of(
          "kube-flannel-ds", "flannel",
          "calico-node", "calico",
          "canal", "calico",
          "cilium", "cilium-cni",
          "weave-net", "weave-net",
          "kindnet", "ptp");

  private NetworkAgent() {}

  public static Set<String> names() {
    return PLUGINS.keySet();
  }

  /** The plugin of the agent that runs on a node. */
  public static Optional<String> plugin(ClusterPicture picture, NodePicture node) {
    return on(picture, node)
        .filter(Pod::isRunning)
        .map(pod -> PLUGINS.get(RestartRemedy.owner(pod)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The command that restarts the agent on a node; empty if it has none. */
  public static String restart(ClusterPicture picture, NodePicture node) {
    return RestartRemedy.of(on(picture, node));
  }

  private static Stream<Pod> on(ClusterPicture picture, NodePicture node) {
    return picture.pods().stream()
        .filter(pod -> pod.nodeName().equals(node.name()))
        .filter(pod -> PLUGINS.containsKey(RestartRemedy.owner(pod)));
  }
}
