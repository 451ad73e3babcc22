package dev.cnilab.lab.proof;

import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.stage.ClusterSnapshot;
import dev.cnilab.lab.stage.Differences;
import dev.cnilab.lab.stage.Patience;
import dev.cnilab.lab.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The original state of a cluster. */
final class OriginalState {

  /** A crash-looping container restarts after five minutes. */
  private static final Duration TO_RECOVER = Duration.ofMinutes(6);

  private static final Duration TO_GO = Duration.ofMinutes(2);

  /** A bridge has the least MTU of its ports and 1500 without any, and pods may have moved. */
  private static final Pattern FOLLOWS_PODS = Pattern.compile("[-+] node \\S+: link cni0 mtu \\d+");

  private final Scene scene;
  private final ClusterSnapshot before;
  private final List<String> open;
  private List<String> allowed = List.of();

  private OriginalState(Scene scene, ClusterSnapshot before, List<String> open) {
    this.scene = scene;
    this.before = before;
    this.open = open;
  }

  static OriginalState of(Scene scene) {
    return new OriginalState(
        scene,
        ClusterSnapshot.of(scene),
        scene.workloads().nodes().list().stream()
            .filter(node -> !node.object().flag("/spec/unschedulable"))
            .map(Node::name)
            .toList());
  }

  /**
   * Accepts what any pod causes: the first on a node makes its plugin create the bridge, which
   * stays.
   *
   * @param staged the cluster with pods, before anything is broken
   */
  void allowFor(ClusterSnapshot staged) {
    allowed = staged.changesSince(before);
  }

  /**
   * Removes the stage and restores objects and nodes.
   *
   * @return the remaining differences; empty if there are none
   */
  String putBack() {
    scene.shells().restore();
    scene.workloads().nodes().list().stream()
        .filter(node -> open.contains(node.name()) && node.object().flag("/spec/unschedulable"))
        .forEach(
            node -> scene.changes().patch("node/" + node.name(), "spec: {unschedulable: null}"));
    Stage.NAMESPACES.forEach(name -> scene.changes().delete("namespace/" + name));
    Patience patience = new Patience(scene.cluster());
    String staying = patience.until(TO_GO, this::staying);
    return staying.isEmpty() ? patience.until(TO_RECOVER, this::left) : staying;
  }

  /** The changes that are not expected. */
  static List<String> remaining(List<String> changes, List<String> allowed) {
    return changes.stream()
        .filter(change -> !allowed.contains(change))
        .filter(change -> !FOLLOWS_PODS.matcher(change).matches())
        .toList();
  }

  private String staying() {
    return Stage.NAMESPACES.stream()
        .filter(name -> scene.changes().exists("namespace/" + name))
        .map(name -> "namespace " + name + " does not go")
        .collect(Collectors.joining("\n"));
  }

  private String left() {
    String waiting =
        scene.workloads().everywhere().list().stream()
            .filter(pod -> !pod.isReady() && !pod.phase().equals("Succeeded"))
            .map(pod -> "left behind: pod " + pod.namespace() + "/" + pod)
            .collect(Collectors.joining("\n"));
    return waiting.isEmpty()
        ? Differences.told(remaining(ClusterSnapshot.of(scene).changesSince(before), allowed))
            .stream()
            .map(change -> "left behind: " + change)
            .collect(Collectors.joining("\n"))
        : waiting;
  }
}
