package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.quota.Amount;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod-level resources in a pod's status: its containers' limits and requests together
 * (KEP-5419).
 */
final class PodResources {
  private PodResources() {}

  /** Writes {@code resources}, which may be empty, and {@code allocatedResources}, if any. */
  static void put(Pod pod, ObjectNode status) {
    ObjectNode requests = sum(pod, "requests");
    ObjectNode resources = Json.object();
    if (!requests.isEmpty()) {
      resources.set("requests", requests);
      status.set("allocatedResources", requests.deepCopy());
    }
    ObjectNode limits = sum(pod, "limits");
    if (!limits.isEmpty()) {
      resources.set("limits", limits);
    }
    status.set("resources", resources);
  }

  private static ObjectNode sum(Pod pod, String list) {
    Map<String, Amount> amounts = new TreeMap<>();
    pod.containers().stream()
        .flatMap(container -> container.spec().at("/resources/" + list).properties().stream())
        .forEach(
            each ->
                amounts.merge(each.getKey(), Amount.of(each.getValue().asText()), Amount::plus));
    ObjectNode sum = Json.object();
    amounts.forEach((name, amount) -> sum.put(name, amount.toString()));
    return sum;
  }
}
