package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.Validation;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** Binds a pod to a node, once. */
final class PodBinding {
  private static final String SCHEDULED = "PodScheduled";

  private PodBinding() {}

  /**
   * The pod on the node that a binding names.
   *
   * @param now the time, as a timestamp
   * @throws dev.cnilab.cluster.client.ApiException 500, in the words of a real server, if the
   *     binding names none; 409 if the pod has a node or must not get one
   */
  static KubeObject bound(KubeObject pod, KubeObject binding, String now) {
    List<FieldError> errors = Validation.binding(binding);
    if (!errors.isEmpty()) {
      String all = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
      throw ApiErrors.unexpected(errors.size() > 1 ? "[" + all + "]" : all);
    }
    String node = pod.text("/spec/nodeName");
    if (!pod.at("/spec/schedulingGates").isEmpty()) {
      throw refused(pod, "has non-empty .spec.schedulingGates");
    }
    if (pod.isTerminating()) {
      throw refused(pod, "is being deleted, cannot be assigned to a host");
    }
    if (!node.isEmpty()) {
      throw refused(pod, "is already assigned to node \"" + node + "\"");
    }
    return pod.edit(
        json -> {
          json.withObject("/spec").put("nodeName", binding.text("/target/name"));
          setScheduled(json, now);
        });
  }

  private static RuntimeException refused(KubeObject pod, String why) {
    return ApiErrors.conflict("pods/binding", pod.name(), "pod " + pod.name() + " " + why);
  }

  private static void setScheduled(ObjectNode pod, String now) {
    ArrayNode conditions = pod.withObject("/status").withArray("conditions");
    Conditions.remove(conditions, SCHEDULED);
    conditions
        .addObject()
        .put("type", SCHEDULED)
        .put("status", "True")
        .putNull("lastProbeTime")
        .put("lastTransitionTime", now);
  }
}
