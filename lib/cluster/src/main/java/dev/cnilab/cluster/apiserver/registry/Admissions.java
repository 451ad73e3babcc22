package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Retention;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.admission.policy.MutatingPolicies;
import dev.cnilab.cluster.apiserver.admission.webhook.Webhooks;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admission plugins and webhooks of a write.
 *
 * @param completing fill in what is left out, and may refuse the write
 * @param validating check the complete object
 * @param mutatingPolicies change what is written to the object itself, not to subresources
 * @param mutatingWebhooks change what is written to the object itself, not to subresources
 * @param intake applies the defaults again after their changes
 */
record Admissions(
    List<Admission> completing,
    List<ValidatingAdmission> validating,
    MutatingPolicies mutatingPolicies,
    Webhooks mutatingWebhooks,
    Webhooks validatingWebhooks,
    Intake intake) {
  /**
   * Completes a new object in place.
   *
   * @param status that the client has sent, for webhooks and policies to see: it is dropped after
   *     them only. Missing if there was none.
   */
  void complete(ResourceType type, ObjectNode object, JsonNode status, Requester requester) {
    completing.forEach(admission -> admission.admit(type, object));
    mutate(Operation.CREATE, type, object, status, null, requester);
  }

  /**
   * Completes, in place, an object that replaces another.
   *
   * @param status that the client has sent, as for {@link #complete}
   */
  void completeUpdate(
      ResourceType type, ObjectNode object, JsonNode status, KubeObject old, Requester requester) {
    completing.forEach(admission -> admission.admitUpdate(type, object));
    mutate(Operation.UPDATE, type, object, status, old, requester);
  }

  private void mutate(
      Operation operation,
      ResourceType type,
      ObjectNode object,
      JsonNode status,
      @Nullable KubeObject old,
      Requester requester) {
    if (mutatingPolicies.isEmpty() && mutatingWebhooks.isEmpty()) {
      return; // as nearly always: copying and comparing would be wasted
    }
    ObjectNode shown = object.deepCopy();
    StatusField.show(type, shown, status);
    AdmissionRequest request = request(operation, type, "", KubeObject.of(shown), old, requester);
    AdmissionRequest ruled = request.with(mutatingPolicies.mutated(request));
    KubeObject changed = mutatingWebhooks.mutated(ruled, requester.verdicts());
    if (!changed.json().equals(object)) {
      ObjectNode complete = intake.completeAgain(type, changed.json());
      ObjectMetadata.keepServers(request.subject(), old, complete);
      keepStatus(type, old, complete);
      object.removeAll();
      object.setAll(complete);
    }
  }

  /** As PrepareForCreate and PrepareForUpdate, which come after webhooks and policies. */
  private static void keepStatus(ResourceType type, @Nullable KubeObject old, ObjectNode changed) {
    if (old == null) {
      StatusField.begin(type, changed);
    } else {
      StatusField.keep(type, changed, old);
    }
  }

  /**
   * Shows a write to everything that may refuse it.
   *
   * @param subresource "" for the object itself
   * @param object null for a deletion
   * @param old null for a creation
   */
  void validate(
      Operation operation,
      ResourceType type,
      String subresource,
      @Nullable KubeObject object,
      @Nullable KubeObject old,
      Requester requester) {
    AdmissionRequest request = request(operation, type, subresource, object, old, requester);
    validating.forEach(admission -> admission.validate(request));
    validatingWebhooks.validate(request, requester.verdicts());
  }

  private static AdmissionRequest request(
      Operation operation,
      ResourceType type,
      String subresource,
      @Nullable KubeObject object,
      @Nullable KubeObject old,
      Requester requester) {
    return new AdmissionRequest(
        operation,
        type,
        subresource,
        object,
        old,
        requester.user(),
        requester.durability() == Durability.STORED ? Retention.STORED : Retention.DRY_RUN,
        requester.warnings());
  }
}
