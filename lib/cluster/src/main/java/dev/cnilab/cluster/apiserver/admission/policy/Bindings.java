package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the policies of one kind that are meant for a write, after {@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/generic}.
 *
 * @param policies their type
 * @param bindings the type of the bindings that put them into force
 * @param parameters finds their parameter objects
 */
record Bindings(
    ObjectStore store,
    ResourceType policies,
    ResourceType bindings,
    Matching matching,
    Parameters parameters) {
  boolean isEmpty() {
    return store.list(bindings, "").isEmpty();
  }

  List<BoundPolicy> of(AdmissionRequest request) {
    List<BoundPolicy> found = new ArrayList<>();
    if (request.type().group().equals(ResourceTypes.ADMISSION_POLICIES.group())) {
      return found; // otherwise nobody could remove a policy that refuses everything
    }
    for (KubeObject binding : store.list(bindings, "")) {
      store
          .find(policies, "", binding.text("/spec/policyName"))
          .filter(policy -> isMeant(policy.at("/spec/matchConstraints"), request))
          .filter(policy -> isMeantToo(binding.at("/spec/matchResources"), request))
          .map(policy -> new BoundPolicy(policy, binding, parameters(policy, binding, request)))
          .ifPresent(found::add);
    }
    return found;
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

  private Optional<List<JsonNode>> parameters(
      KubeObject policy, KubeObject binding, AdmissionRequest request) {
    return parameters
        .of(policy, binding, request)
        .map(
            found ->
                found.isEmpty()
                    ? List.of(MissingNode.getInstance())
                    : found.stream().map(parameter -> (JsonNode) parameter.json()).toList());
  }
}
