package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;

/** The condition of a pod that is about to be deleted, with the cause. */
public final class DisruptionTarget {
  /** The condition's type. */
  public static final String TYPE = "DisruptionTarget";

  private DisruptionTarget() {}

  /** A pod's conditions including this one. */
  public static ArrayNode in(KubeObject pod, String reason, String message, String timestamp) {
    ObjectNode condition = Conditions.of(TYPE, "True", reason, message);
    condition.putNull("lastProbeTime").put("lastTransitionTime", timestamp);
    condition.put("observedGeneration", pod.generation());
    KubeObject changed =
        pod.edit(
            json -> Conditions.put(json.withObject("/status").withArray("/conditions"), condition));
    return (ArrayNode) changed.at("/status/conditions");
  }

  /** What adds it to the status of a pod. */
  public static Patch patch(KubeObject pod, String reason, String message, String timestamp) {
    ObjectNode change = Json.object();
    change.putObject("status").set("conditions", in(pod, reason, message, timestamp));
    return Patch.merge(change);
  }
}
