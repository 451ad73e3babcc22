package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Set;

/**
 * The fields of the metadata that a write of a status does not change, as the status strategies in
 * Kubernetes' {@code pkg/registry} have it; all others it does.
 */
public final class StatusMetadata {
  /** All that a client may write, as in {@code metav1.ResetObjectMetaForStatus}. */
  private static final List<String> ALL =
      List.of("labels", "annotations", "finalizers", "ownerReferences");

  private static final Set<String> KEEPING_ALL =
      Set.of(
          "apiservices.apiregistration.k8s.io",
          "devicetaintrules.resource.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "podcertificaterequests.certificates.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "resourceclaims.resource.k8s.io",
          "servicecidrs.networking.k8s.io",
          "storageversionmigrations.storagemigration.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "volumeattachments.storage.k8s.io");

  private StatusMetadata() {}

  /** Those of a type. */
  public static List<String> kept(ResourceType type) {
    String kind = type.qualifiedPlural();
    return switch (kind) {
      case "deployments.apps" -> List.of("labels");
      case "pods" -> List.of("ownerReferences");
      default ->
          KEEPING_ALL.contains(kind) || Schemas.builtIn().of(type).isEmpty() ? ALL : List.of();
    };
  }

  /** Takes them from the old object. */
  public static void keep(ResourceType type, ObjectNode object, KubeObject old) {
    for (String field : kept(type)) {
      JsonNode before = old.at("/metadata/" + field);
      if (before.isMissingNode()) {
        object.withObject("/metadata").remove(field);
      } else {
        object.withObject("/metadata").set(field, before.deepCopy());
      }
    }
  }
}
