package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.admission.match.RequestValues;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.expression.Expression;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A policy applied to one write. */
final class Evaluation {
  private final KubeObject policy;
  private final Map<String, Object> values;

  private Evaluation(KubeObject policy, Map<String, Object> values) {
    this.policy = policy;
    this.values = values;
  }

  /**
   * Binds a policy to a write.
   *
   * @param parameter missing if the policy has none
   */
  static Evaluation of(
      KubeObject policy,
      AdmissionRequest request,
      JsonNode parameter,
      Matching matching,
      Rbac rbac) {
    Map<String, Object> values = RequestValues.of(request, matching, rbac);
    if (!parameter.isMissingNode()) {
      values.put("params", parameter);
    }
    return new Evaluation(policy, values);
  }

  /** The violations; none if a match condition excludes the write. */
  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    try {
      if (!RequestValues.hold(policy.at("/spec/matchConditions"), values)) {
        return List.of();
      }
    } catch (ExpressionException failed) {
      return List.of(Verdict.failed(failed));
    }
    name();
    policy.at("/spec/validations").forEach(validation -> validate(validation, verdicts));
    return verdicts;
  }

  /** Evaluates the policy's variables; one that fails is simply missing where it is used. */
  private void name() {
    ObjectNode variables = Json.object();
    for (JsonNode variable : policy.at("/spec/variables")) {
      try {
        values.put("variables", variables.deepCopy());
        variables.set(
            variable.path("name").asText(),
            Expression.compile(variable.path("expression").asText(), Scope.POLICY).json(values));
      } catch (ExpressionException without) {
        // An expression that uses it reports that it is missing.
      }
    }
    values.put("variables", variables);
  }

  private void validate(JsonNode validation, List<Verdict> verdicts) {
    String text = validation.path("expression").asText();
    try {
      if (!holds(text)) {
        verdicts.add(
            new Verdict(message(validation), validation.path("reason").asText("Invalid"), false));
      }
    } catch (ExpressionException failed) {
      verdicts.add(Verdict.failed(text, failed));
    }
  }

  private boolean holds(String text) {
    return Expression.compile(text, Scope.POLICY).isTrue(values);
  }

  private String message(JsonNode validation) {
    String expression = validation.path("messageExpression").asText("");
    if (!expression.isEmpty()) {
      try {
        String words = Expression.compile(expression, Scope.POLICY).string(values);
        if (!words.isBlank()) {
          return words.strip();
        }
      } catch (ExpressionException without) {
        // as in a real server, the fixed message stands in for it
      }
    }
    String text = validation.path("expression").asText();
    return validation.path("message").asText("failed expression: " + text.strip());
  }
}
