package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which pods a pod wants nearby or far away: a {@code PodAffinityTerm}.
 *
 * @param owner the pod whose term it is
 * @param selected by its labels
 */
public record PodTerm(KubeObject owner, JsonNode json, SelectedPods selected) {

  static PodTerm of(KubeObject owner, JsonNode json) {
    return new PodTerm(owner, json, SelectedPods.of(json, owner));
  }

  static List<PodTerm> required(KubeObject pod, String affinity) {
    List<PodTerm> terms = new ArrayList<>();
    for (JsonNode term :
        pod.at("/spec/affinity/" + affinity + "/requiredDuringSchedulingIgnoredDuringExecution")) {
      terms.add(PodTerm.of(pod, term));
    }
    return terms;
  }

  /** The label whose value nodes of one domain share. */
  public String topologyKey() {
    return json.path("topologyKey").asText();
  }

  /**
   * Whether it matches a pod.
   *
   * @param namespaceLabels the labels of a namespace, looked up only if a term selects by them
   */
  public boolean matches(KubeObject pod, Function<String, Map<String, String>> namespaceLabels) {
    return selected.has(pod)
        && isInNamespace(pod.namespace(), namespaceLabels)
        && SameLabels.of(json.path("mismatchLabelKeys"), owner).notIn(pod);
  }

  private boolean isInNamespace(
      String namespace, Function<String, Map<String, String>> namespaceLabels) {
    JsonNode selector = json.path("namespaceSelector");
    Set<String> named = new HashSet<>();
    json.path("namespaces").forEach(name -> named.add(name.asText()));
    if (named.isEmpty() && !selector.isObject()) {
      return namespace.equals(owner.namespace());
    }
    return named.contains(namespace)
        || (selector.isObject()
            && LabelSelector.of(selector).matches(namespaceLabels.apply(namespace)));
  }
}
