package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Map;

/**
 * Checks writes against the ValidatingAdmissionPolicies that bindings put into force, after {@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/validating}.
 */
public final class AdmissionPolicies implements ValidatingAdmission {
  private static final Map<String, Integer> CODES =
      Map.of("Forbidden", 403, "Unauthorized", 401, "RequestEntityTooLarge", 413, "Invalid", 422);

  private final Bindings bindings;
  private final Matching matching;
  private final Rbac rbac;

  /**
   * Checks writes against the policies in a store.
   *
   * @param parameters finds the policies' parameter objects
   * @param rbac who may do what, which policies may ask
   */
  public AdmissionPolicies(ObjectStore store, Parameters parameters, Rbac rbac) {
    this.matching = new Matching(store);
    this.bindings =
        new Bindings(
            store,
            ResourceTypes.ADMISSION_POLICIES,
            ResourceTypes.ADMISSION_POLICY_BINDINGS,
            matching,
            parameters);
    this.rbac = rbac;
  }

  @Override
  public void validate(AdmissionRequest request) {
    bindings.of(request).forEach(policy -> judge(policy, request));
  }

  private void judge(BoundPolicy policy, AdmissionRequest request) {
    if (policy.parameters().isEmpty()) {
      enforce(PolicyDenial.missingParameters(), policy, request);
      return;
    }
    for (JsonNode parameter : policy.parameters().get()) {
      PolicyEvaluation evaluation =
          PolicyEvaluation.of(policy.policy(), Scope.POLICY, request, parameter, matching, rbac);
      evaluation.verdicts().forEach(verdict -> enforce(verdict, policy, request));
    }
  }

  private static void enforce(PolicyDenial verdict, BoundPolicy policy, AdmissionRequest request) {
    if (verdict.isFailure() && policy.ignoresFailures()) {
      return;
    }
    for (JsonNode action : policy.binding().at("/spec/validationActions")) {
      switch (action.asText()) {
        case "Deny" -> throw denied(verdict, policy.policy(), policy.binding(), request);
        case "Warn" ->
            request
                .warnings()
                .accept(
                    "Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
                        .formatted(
                            policy.policy().name(), policy.binding().name(), verdict.message()));
        default -> {} // an audit log, which does not exist here
      }
    }
  }

  private static ApiException denied(
      PolicyDenial verdict, KubeObject policy, KubeObject binding, AdmissionRequest request) {
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
