package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.StuckPod;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A symptom and its chain of causes: event, kubelet, containerd, plugin, and the root cause, each
 * in its own words.
 */
record CausalLine(List<String> links) {

  CausalLine {
    links = List.copyOf(links);
  }

  static CausalLine of(Suspicion suspicion, ClusterPicture picture) {
    List<String> links = new ArrayList<>();
    Optional<NodePicture> node =
        picture.nodes().stream().filter(each -> each.where().equals(suspicion.where())).findFirst();
    Optional<StuckPod> stuck =
        node.isPresent()
            ? picture.stuckOn(node.get()).findFirst()
            : picture.stuck().stream().findFirst();
    node.filter(each -> !each.node().isReady())
        .ifPresent(
            each -> {
              links.add("event NodeNotReady of node " + each.name());
              links.add("kubelet: " + each.node().readyMessage());
              links.add("containerd: " + String.join(" ", each.lines("runtime")).strip());
            });
    stuck
        .filter(each -> links.isEmpty() && !each.plugin().isEmpty())
        .ifPresent(
            each -> {
              links.add("event FailedCreatePodSandBox of pod " + each.pod().name());
              links.add("kubelet: Failed to create pod sandbox");
              links.add("containerd: failed to setup network for sandbox");
              links.add("plugin " + each.plugin() + ": " + each.words());
            });
    links.add(suspicion.clues().getFirst().toString());
    return new CausalLine(links);
  }

  @Override
  public String toString() {
    return String.join(" ← ", links);
  }
}
