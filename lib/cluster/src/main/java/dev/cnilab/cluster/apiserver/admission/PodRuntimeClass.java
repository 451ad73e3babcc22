package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;

/** Pods run by the one runtime that nodes have: there are no RuntimeClasses to choose. */
public final class PodRuntimeClass implements Admission {
  @Override
  public void admit(ResourceType type, ObjectNode pod) {
    String wanted = pod.path("spec").path("runtimeClassName").asText("");
    if (type.equals(ResourceTypes.PODS) && !wanted.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          pod.path("metadata").path("name").asText(""),
          "pod rejected: RuntimeClass \"" + wanted + "\" not found");
    }
  }
}
