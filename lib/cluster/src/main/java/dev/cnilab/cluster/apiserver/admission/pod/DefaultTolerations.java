package dev.cnilab.cluster.apiserver.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/** A pod stays for five minutes on a node that is not ready or can't be reached. */
public final class DefaultTolerations implements Admission {
  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final int SECONDS = 300;

  /** A writer who replaces all tolerations still gets these. */
  @Override
  public void admitUpdate(ResourceType type, ObjectNode pod) {
    admit(type, pod);
  }

  @Override
  public void admit(ResourceType type, ObjectNode pod) {
    if (!type.equals(ResourceTypes.PODS)) {
      return;
    }
    ObjectNode spec = pod.withObject("/spec");
    for (String taint : TAINTS) {
      if (!tolerates(spec.path("tolerations"), taint)) {
        spec.withArray("tolerations")
            .addObject()
            .put("key", taint)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", SECONDS);
      }
    }
  }

  private static boolean tolerates(JsonNode tolerations, String taint) {
    for (JsonNode toleration : tolerations) {
      String key = toleration.path("key").asText("");
      String effect = toleration.path("effect").asText("");
      if ((key.isEmpty() || key.equals(taint))
          && (effect.isEmpty() || effect.equals("NoExecute"))) {
        return true;
      }
    }
    return false;
  }
}
