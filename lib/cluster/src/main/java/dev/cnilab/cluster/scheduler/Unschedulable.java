package dev.cnilab.cluster.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.Optional;

/** Reports in an event and in the pod's status why no node was found. */
record Unschedulable(ControllerContext context, EventRecorder recorder) {
  /**
   * Reports it.
   *
   * @param nominated the node that others were evicted from
   * @return whether the pod still exists
   */
  boolean report(KubeObject pod, String message, Optional<String> nominated) {
    recorder.event(pod, EventType.WARNING, "FailedScheduling", message);
    try {
      KubeObject fresh = context.client().get(ResourceTypes.PODS, pod.namespace(), pod.name());
      ObjectNode status = Json.object();
      condition(fresh, message).ifPresent(conditions -> status.set("conditions", conditions));
      nominated
          .filter(node -> !node.equals(fresh.text("/status/nominatedNodeName")))
          .ifPresent(node -> status.put("nominatedNodeName", node));
      if (!status.isEmpty()) {
        ObjectNode change = Json.object();
        change.set("status", status);
        context
            .client()
            .patch(ResourceTypes.PODS, pod.namespace(), pod.name(), Patch.merge(change).ofStatus());
      }
      return true;
    } catch (ApiException refused) {
      return !refused.isNotFound();
    }
  }

  /** The pod's conditions with that message; empty if they are unchanged. */
  private Optional<ArrayNode> condition(KubeObject pod, String message) {
    ArrayNode conditions =
        (ArrayNode)
            pod.edit(json -> json.withObject("/status").withArray("/conditions"))
                .at("/status/conditions");
    Optional<JsonNode> present = Conditions.find(conditions, "PodScheduled");
    if (present.filter(c -> c.path("message").asText().equals(message)).isPresent()) {
      return Optional.empty();
    }
    ObjectNode condition = Json.object();
    condition.putNull("lastProbeTime");
    condition.put(
        "lastTransitionTime",
        present
            .filter(c -> c.path("status").asText().equals("False"))
            .map(c -> c.path("lastTransitionTime").asText(context.timestamp()))
            .orElse(context.timestamp()));
    condition
        .put("message", message)
        .put("observedGeneration", pod.generation())
        .put("reason", "Unschedulable")
        .put("status", "False")
        .put("type", "PodScheduled");
    Conditions.put(conditions, condition);
    return Optional.of(conditions);
  }
}
