package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Optional;

/**
 * A policy that a binding puts into force for a write.
 *
 * @param parameters what it is evaluated with, once each: a missing node if it has none; empty if
 *     they are required and absent
 */
record BoundPolicy(KubeObject policy, KubeObject binding, Optional<List<JsonNode>> parameters) {
  /** Whether a write proceeds when the policy can't be evaluated. */
  boolean ignoresFailures() {
    return policy.text("/spec/failurePolicy").equals("Ignore");
  }
}
