package dev.cnilab.cluster.kubelet.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** What a pod needs of the API, which a static pod may not (HasAPIObjectReference in util.go). */
final class ApiReferences {
  private static final Map<String, String> VOLUMES =
      Map.of(
          "csi", "csidrivers (via CSI volumes)",
          "glusterfs", "endpoints (via glusterFS volumes)",
          "persistentVolumeClaim", "persistentvolumeclaims",
          "ephemeral", "persistentvolumeclaims (via ephemeral volumes)");

  private static final Map<String, String> PROJECTIONS =
      Map.of(
          "serviceAccountToken", "serviceaccounts (via projected volumes)",
          "clusterTrustBundle", "clustertrustbundles",
          "podCertificate", "podcertificates");

  private ApiReferences() {}

  /** The first that a pod's spec has; "" for none. */
  static String of(JsonNode spec) {
    if (!spec.path("serviceAccountName").asText().isEmpty()) {
      return "serviceaccounts";
    } else if (!spec.path("imagePullSecrets").isEmpty() || isUsed(spec, "secret")) {
      return "secrets";
    } else if (isUsed(spec, "configMap")) {
      return "configmaps";
    } else if (!spec.path("resourceClaims").isEmpty()) {
      return "resourceclaims";
    }
    for (JsonNode volume : spec.path("volumes")) {
      String found = first(volume, VOLUMES);
      for (JsonNode source : volume.at("/projected/sources")) {
        found = found.isEmpty() ? first(source, PROJECTIONS) : found;
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static String first(JsonNode json, Map<String, String> names) {
    for (Iterator<String> fields = json.fieldNames(); fields.hasNext(); ) {
      String name = names.get(fields.next());
      if (name != null) {
        return name;
      }
    }
    return "";
  }

  /** Whether a variable of a container, or a volume, comes from an object of a kind. */
  private static boolean isUsed(JsonNode spec, String kind) {
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        for (JsonNode from : container.path("envFrom")) {
          if (from.has(kind + "Ref")) {
            return true;
          }
        }
        for (JsonNode variable : container.path("env")) {
          if (variable.path("valueFrom").has(kind + "KeyRef")) {
            return true;
          }
        }
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      boolean projected = false;
      for (JsonNode source : volume.at("/projected/sources")) {
        projected |= source.has(kind);
      }
      if (volume.has(kind) || projected) {
        return true;
      }
    }
    return false;
  }
}
