package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks writes against the ValidatingAdmissionPolicies that bindings put into force, after {@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/validating}.
 */
public final class AdmissionPolicies implements ValidatingAdmission {
  private static final Map<String, Integer> CODES =
      Map.of("Forbidden", 403, "Unauthorized", 401, "RequestEntityTooLarge", 413, "Invalid", 422);

  private final ObjectStore store;
  private final Matching matching;
  private final Parameters parameters;
  private final Rbac rbac;

  /**
   * Checks writes against the policies in a store.
   *
   * @param parameters finds the policies' parameter objects
   * @param rbac who may do what, which policies may ask
   */
  public AdmissionPolicies(ObjectStore store, Parameters parameters, Rbac rbac) {
    this.store = store;
    this.matching = new Matching(store);
    this.parameters = parameters;
    this.rbac = rbac;
  }

  @Override
  public void validate(AdmissionRequest request) {
    if (request.type().group().equals(ResourceTypes.ADMISSION_POLICIES.group())) {
      return; // otherwise nobody could remove a policy that refuses everything
    }
    for (KubeObject binding : store.list(ResourceTypes.ADMISSION_POLICY_BINDINGS, "")) {
      store
          .find(ResourceTypes.ADMISSION_POLICIES, "", binding.text("/spec/policyName"))
          .filter(policy -> isMeant(policy.at("/spec/matchConstraints"), request))
          .filter(policy -> isMeantToo(binding.at("/spec/matchResources"), request))
          .ifPresent(policy -> judge(policy, binding, request));
    }
  }

  private boolean isMeant(JsonNode constraints, AdmissionRequest request) {
    return Matching.rules(constraints.path("resourceRules"), request)
        && !Matching.rules(constraints.path("excludeResourceRules"), request)
        && matching.selectors(constraints, request);
  }

  /** A binding without rules matches all that its policy matches. */
  private boolean isMeantToo(JsonNode resources, AdmissionRequest request) {
    return (resources.path("resourceRules").isEmpty()
            || Matching.rules(resources.path("resourceRules"), request))
        && !Matching.rules(resources.path("excludeResourceRules"), request)
        && matching.selectors(resources, request);
  }

  private void judge(KubeObject policy, KubeObject binding, AdmissionRequest request) {
    Optional<List<KubeObject>> found = parameters.of(policy, binding, request);
    if (found.isEmpty()) {
      enforce(Verdict.missingParameters(), policy, binding, request);
      return;
    }
    List<JsonNode> each =
        found.get().isEmpty()
            ? List.of(MissingNode.getInstance())
            : found.get().stream().map(parameter -> (JsonNode) parameter.json()).toList();
    for (JsonNode parameter : each) {
      Evaluation evaluation = Evaluation.of(policy, request, parameter, matching, rbac);
      evaluation.verdicts().forEach(verdict -> enforce(verdict, policy, binding, request));
    }
  }

  private static void enforce(
      Verdict verdict, KubeObject policy, KubeObject binding, AdmissionRequest request) {
    if (verdict.isFailure() && policy.text("/spec/failurePolicy").equals("Ignore")) {
      return;
    }
    for (JsonNode action : binding.at("/spec/validationActions")) {
      switch (action.asText()) {
        case "Deny" -> throw denied(verdict, policy, binding, request);
        case "Warn" ->
            request
                .warnings()
                .accept(
                    "Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
                        .formatted(policy.name(), binding.name(), verdict.message()));
        default -> {} // an audit log, which does not exist here
      }
    }
  }

  private static ApiException denied(
      Verdict verdict, KubeObject policy, KubeObject binding, AdmissionRequest request) {
    String message =
        "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
            .formatted(policy.name(), binding.name(), verdict.message());
    ApiStatus forbidden =
        ApiErrors.forbidden(request.type(), request.subject().name(), message).status();
    forbidden.details().putArray("causes").addObject().put("message", message);
    return new ApiException(
        new ApiStatus(
            CODES.getOrDefault(verdict.reason(), 422),
            verdict.reason(),
            forbidden.message(),
            forbidden.details()));
  }
}
