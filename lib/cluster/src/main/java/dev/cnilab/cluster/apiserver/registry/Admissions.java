package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Retention;
import dev.cnilab.cluster.apiserver.admission.Rounds;
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
 * @param intake reads what they make of an object, and adds defaults
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
    mutate(type, object, status, null, requester);
  }

  /**
   * Completes, in place, an object that replaces another.
   *
   * @param status that the client has sent, as for {@link #complete}
   */
  void completeUpdate(
      ResourceType type, ObjectNode object, JsonNode status, KubeObject old, Requester requester) {
    mutate(type, object, status, old, requester);
  }

  /**
   * Has everything that may change an object do so, and a second time if policies or webhooks have
   * changed it: a container that one of them adds needs what plugins give to containers.
   */
  private void mutate(
      ResourceType type,
      ObjectNode object,
      JsonNode status,
      @Nullable KubeObject old,
      Requester requester) {
    plugins(type, object, old);
    if (mutatingPolicies.isEmpty() && mutatingWebhooks.isEmpty()) {
      return; // as nearly always: copying and comparing would be wasted
    }
    ObjectNode shown = object.deepCopy();
    StatusField.show(type, shown, status);
    Operation operation = old == null ? Operation.CREATE : Operation.UPDATE;
    AdmissionRequest request = request(operation, type, "", KubeObject.of(shown), old, requester);
    Rounds policies = rounds(type);
    Rounds webhooks = rounds(type);
    AdmissionRequest once = mutated(request, policies, webhooks, requester);
    if (!policies.haveChanged() && !webhooks.haveChanged()) {
      return;
    }
    ObjectNode between = once.subject().json().deepCopy();
    ObjectMetadata.keepServers(request.subject(), old, between);
    plugins(type, between, old);
    AdmissionRequest twice =
        mutated(once.with(KubeObject.of(between)), policies, webhooks, requester);
    ObjectNode complete = twice.subject().json().deepCopy();
    ObjectMetadata.keepServers(request.subject(), old, complete);
    keepStatus(type, old, complete);
    object.removeAll();
    object.setAll(complete);
  }

  private void plugins(ResourceType type, ObjectNode object, @Nullable KubeObject old) {
    for (Admission admission : completing) {
      if (old == null) {
        admission.admit(type, object);
      } else {
        admission.admitUpdate(type, object);
      }
    }
  }

  private Rounds rounds(ResourceType type) {
    return new Rounds(
        changed -> intake.decodedAgain(type, changed), read -> intake.defaulted(type, read));
  }

  private AdmissionRequest mutated(
      AdmissionRequest request, Rounds policies, Rounds webhooks, Requester requester) {
    return mutatingWebhooks.mutated(
        mutatingPolicies.mutated(request, policies), requester.verdicts(), webhooks);
  }

  /** Like PrepareForCreate and PrepareForUpdate, which come after webhooks and policies. */
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
