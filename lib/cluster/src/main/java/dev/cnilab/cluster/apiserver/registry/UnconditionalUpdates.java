package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Set;

/** Updates that do not say which version they are based on; some kinds refuse them. */
final class UnconditionalUpdates {
  /** Those whose strategies say so ({@code AllowUnconditionalUpdate}); so do custom kinds. */
  private static final Set<String> REFUSING =
      Set.of(
          "apiservices.apiregistration.k8s.io",
          "clustertrustbundles.certificates.k8s.io",
          "csidrivers.storage.k8s.io",
          "csinodes.storage.k8s.io",
          "csistoragecapacities.storage.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "leases.coordination.k8s.io",
          "mutatingadmissionpolicies.admissionregistration.k8s.io",
          "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "podcertificaterequests.certificates.k8s.io",
          "poddisruptionbudgets.policy",
          "runtimeclasses.node.k8s.io",
          "storageversionmigrations.storagemigration.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "validatingadmissionpolicybindings.admissionregistration.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "volumeattachments.storage.k8s.io");

  private UnconditionalUpdates() {}

  /**
   * Refuses an update without a version if its kind does. The message names the resource where
   * others name the kind.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422
   */
  static void requireAllowed(ResourceType type, KubeObject object) {
    boolean refuses =
        REFUSING.contains(type.qualifiedPlural()) || Schemas.builtIn().of(type).isEmpty();
    if (refuses && object.resourceVersion().isEmpty()) {
      throw InvalidObject.of(
          type.group(),
          type.plural(),
          object.name(),
          List.of(
              FieldError.invalid(
                  "metadata.resourceVersion",
                  IntNode.valueOf(0),
                  "must be specified for an update")));
    }
  }
}
