package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.Rounds;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.apiserver.patch.ServerSideApply;
import dev.cnilab.cluster.apiserver.patch.operation.OperationsPatch;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * Changes what is written as the MutatingAdmissionPolicies say that bindings put into force, after
 * {@code k8s.io/apiserver/pkg/admission/plugin/policy/mutating}.
 */
public final class MutatingPolicies {
  private final Bindings bindings;
  private final Matching matching;
  private final Rbac rbac;

  /**
   * Changes writes by the policies in a store.
   *
   * @param parameters finds the policies' parameter objects
   * @param rbac who may do what, which policies may ask
   */
  public MutatingPolicies(ObjectStore store, Parameters parameters, Rbac rbac) {
    this.matching = new Matching(store);
    this.bindings =
        new Bindings(
            store,
            ResourceTypes.MUTATING_POLICIES,
            ResourceTypes.MUTATING_POLICY_BINDINGS,
            matching,
            parameters);
    this.rbac = rbac;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bindings.isEmpty();
  }

  /**
   * The request with the changes of all policies of this round. As in a real server, all that want
   * to be are asked again once any has changed the object, the last one too.
   *
   * @throws ApiException if a policy can't be evaluated and does not ignore that
   */
  public AdmissionRequest mutated(AdmissionRequest request, Rounds rounds) {
    rounds.begin(request.subject());
    AdmissionRequest now = request;
    for (BoundPolicy policy : bindings.of(request)) {
      now = now.with(changed(policy, now, rounds));
    }
    if (rounds.haveChanged()) {
      rounds.askAgain();
    }
    rounds.end(now.subject());
    return now;
  }

  private KubeObject changed(BoundPolicy policy, AdmissionRequest request, Rounds rounds) {
    if (policy.parameters().isEmpty()) {
      return failed(PolicyDenial.missingParameters().message(), "Forbidden", policy, request);
    }
    AdmissionRequest now = request;
    for (JsonNode parameter : policy.parameters().get()) {
      PolicyEvaluation evaluation =
          PolicyEvaluation.of(policy.policy(), Scope.MUTATION, now, parameter, matching, rbac);
      try {
        String key = key(policy, parameter);
        if (evaluation.isMeant() && rounds.has(key)) {
          rounds.asked(key, policy.policy().text("/spec/reinvocationPolicy"));
          now = now.with(changed(policy.policy().at("/spec/mutations"), evaluation, now, rounds));
        }
      } catch (ExpressionException why) {
        now = now.with(failed(why.words(), "Invalid", policy, now));
      }
    }
    return now.subject();
  }

  private static String key(BoundPolicy policy, JsonNode parameter) {
    return String.join(
        "/",
        policy.policy().name(),
        policy.binding().name(),
        parameter.at("/metadata/namespace").asText(),
        parameter.at("/metadata/name").asText());
  }

  private static KubeObject changed(
      JsonNode mutations, PolicyEvaluation evaluation, AdmissionRequest request, Rounds rounds) {
    KubeObject object = request.subject();
    for (JsonNode mutation : mutations) {
      KubeObject changed =
          mutation.path("patchType").asText().equals("JSONPatch")
              ? patched(
                  object, evaluation.value(mutation.at("/jsonPatch/expression").asText(), object))
              : merged(
                  request,
                  object,
                  evaluation.value(mutation.at("/applyConfiguration/expression").asText(), object));
      object = rounds.changed(object, changed);
    }
    return object;
  }

  /** Operations after a test that fails change nothing, as in a real server. */
  private static KubeObject patched(KubeObject object, JsonNode operations) {
    if (!OperationsPatch.testsHold(object.json(), operations)) {
      return object;
    }
    try {
      if (OperationsPatch.apply(object.json().deepCopy(), operations) instanceof ObjectNode json) {
        return KubeObject.of(json);
      }
    } catch (ApiException impossible) {
      throw new ExpressionException("JSON Patch: " + impossible.status().message());
    }
    throw new ExpressionException("JSON Patch: the result is no object");
  }

  private static KubeObject merged(
      AdmissionRequest request, KubeObject object, JsonNode configuration) {
    if (!(configuration instanceof ObjectNode fields)) {
      throw new ExpressionException("must evaluate to Object");
    }
    Schema schema =
        Schemas.builtIn().of(request.type()).map(Schema.class::cast).orElse(Schema.Scalar.ANY);
    return KubeObject.of(ServerSideApply.merge(schema, object.json().deepCopy(), fields));
  }

  /** The object as it was, if the policy ignores failures. */
  private static KubeObject failed(
      String why, String reason, BoundPolicy policy, AdmissionRequest request) {
    if (policy.ignoresFailures()) {
      return request.subject();
    }
    String message =
        "policy '%s' with binding '%s' denied request: %s"
            .formatted(policy.policy().name(), policy.binding().name(), why);
    ObjectNode details =
        ApiErrors.forbidden(request.type(), request.subject().name(), message).status().details();
    details.putArray("causes").addObject().put("message", message);
    throw new ApiException(new ApiStatus(403, reason, message, details));
  }
}
