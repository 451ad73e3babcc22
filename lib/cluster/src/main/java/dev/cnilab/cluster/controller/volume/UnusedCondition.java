package dev.cnilab.cluster.controller.volume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;

/** The condition {@code Unused} of a claim: since when no pod mounts it, new in 1.37. */
enum UnusedCondition {
  /** A pod that has not ended refers to the claim. */
  USED("False", "PodUsingPVC", "At least one pod is currently referencing this PVC"),
  UNUSED("True", "NoPodsUsingPVC", "No pods are currently referencing this PVC");

  private static final String TYPE = "Unused";

  private final String status;
  private final String reason;
  private final String message;

  UnusedCondition(String status, String reason, String message) {
    this.status = status;
    this.reason = reason;
    this.message = message;
  }

  /**
   * The claim with this condition.
   *
   * @param now when it changes, if it does
   */
  KubeObject on(KubeObject claim, String now) {
    return Conditions.isIn(claim.at("/status/conditions"), TYPE, status)
        ? claim
        : claim.edit(json -> put(json, now));
  }

  private void put(ObjectNode json, String now) {
    ArrayNode conditions = json.withObject("/status").withArray("conditions");
    Conditions.remove(conditions, TYPE);
    ObjectNode condition = conditions.addObject();
    condition.put("type", TYPE).put("status", status).putNull("lastProbeTime");
    condition.put("lastTransitionTime", now).put("reason", reason).put("message", message);
  }
}
