package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;

/** A new node takes no pods until the node controller has seen that it is ready. */
public final class NewNodeTaint implements Admission {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String EFFECT = "NoSchedule";

  @Override
  public void admit(ResourceType type, ObjectNode node) {
    if (!type.equals(ResourceTypes.NODES)) {
      return;
    }
    ObjectNode spec = node.withObject("/spec");
    for (JsonNode taint : spec.path("taints")) {
      if (taint.path("key").asText().equals(NOT_READY)
          && taint.path("effect").asText().equals(EFFECT)) {
        return;
      }
    }
    spec.withArray("taints").addObject().put("key", NOT_READY).put("effect", EFFECT);
  }
}
