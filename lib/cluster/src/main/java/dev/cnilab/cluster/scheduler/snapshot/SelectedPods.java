package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.Optional;

/**
 * The pods that a {@code labelSelector} and {@code matchLabelKeys} match. Parsed once, because a
 * scheduler applies it to each pod of each node.
 *
 * @param selector empty if there is none, which matches no pod
 */
record SelectedPods(Optional<LabelSelector> selector, SameLabels same) {

  /** For a term of a pod. */
  static SelectedPods of(JsonNode term, KubeObject owner) {
    return new SelectedPods(
        Optional.of(term.path("labelSelector")).filter(JsonNode::isObject).map(LabelSelector::of),
        SameLabels.of(term.path("matchLabelKeys"), owner));
  }

  boolean has(KubeObject pod) {
    return selector.isPresent() && selector.get().matches(pod.labels()) && same.in(pod);
  }
}
