package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.match.Matching;
import dev.cnilab.cluster.apiserver.admission.match.RequestValues;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.expression.ConvertedVariable;
import dev.cnilab.cluster.apiserver.expression.Expression;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A policy applied to one write. */
final class PolicyEvaluation {
  private final KubeObject policy;
  private final Scope scope;
  private final Map<String, Object> values;

  private PolicyEvaluation(KubeObject policy, Scope scope, Map<String, Object> values) {
    this.policy = policy;
    this.scope = scope;
    this.values = values;
  }

  /**
   * Binds a policy to a write.
   *
   * @param scope what its expressions may use
   * @param parameter missing if the policy has none
   */
  static PolicyEvaluation of(
      KubeObject policy,
      Scope scope,
      AdmissionRequest request,
      JsonNode parameter,
      Matching matching,
      Rbac rbac) {
    Map<String, Object> values = RequestValues.of(request, matching, rbac);
    if (!parameter.isMissingNode()) {
      values.put("params", ConvertedVariable.of(parameter));
    }
    return new PolicyEvaluation(policy, scope, values);
  }

  /** The violations; none if a match condition excludes the write. */
  List<PolicyDenial> verdicts() {
    return Budget.within(Budget.TOGETHER, this::evaluated)
        .orElseGet(() -> List.of(PolicyDenial.failed(spent())));
  }

  private static ExpressionException spent() {
    return new ExpressionException(Budget.ALL_SPENT);
  }

  private List<PolicyDenial> evaluated() {
    List<PolicyDenial> verdicts = new ArrayList<>();
    try {
      if (!isMeant()) {
        return List.of();
      }
    } catch (ExpressionException failed) {
      return List.of(PolicyDenial.failed(failed));
    }
    name();
    policy.at("/spec/validations").forEach(validation -> validate(validation, verdicts));
    return verdicts;
  }

  /**
   * Whether the policy is about the write.
   *
   * @throws ExpressionException if a match condition can't be evaluated
   */
  boolean isMeant() {
    return RequestValues.hold(policy.at("/spec/matchConditions"), values);
  }

  /**
   * The value of a mutation's expression for the object as it is by now.
   *
   * @throws ExpressionException if it can't be evaluated
   */
  JsonNode value(String text, KubeObject object) {
    return Budget.within(Budget.TOGETHER, () -> evaluated(text, object))
        .orElseThrow(PolicyEvaluation::spent);
  }

  private JsonNode evaluated(String text, KubeObject object) {
    values.put("object", ConvertedVariable.of(object.json()));
    name();
    try {
      return Expression.compile(text, scope).json(values);
    } catch (ExpressionException failed) {
      throw new ExpressionException(PolicyDenial.failed(text, failed).message());
    }
  }

  /** Evaluates the policy's variables; one that fails is simply missing where it is used. */
  private void name() {
    Map<String, Object> variables = new HashMap<>();
    values.put("variables", variables);
    for (JsonNode variable : policy.at("/spec/variables")) {
      try {
        variables.put(
            variable.path("name").asText(),
            Expression.compile(variable.path("expression").asText(), scope).value(values));
      } catch (ExpressionException without) {
        // An expression that uses it reports that it is missing.
      }
    }
  }

  private void validate(JsonNode validation, List<PolicyDenial> verdicts) {
    String text = validation.path("expression").asText();
    try {
      if (!holds(text)) {
        verdicts.add(
            new PolicyDenial(
                message(validation), validation.path("reason").asText("Invalid"), false));
      }
    } catch (ExpressionException failed) {
      verdicts.add(PolicyDenial.failed(text, failed));
    }
  }

  private boolean holds(String text) {
    return Expression.compile(text, scope).isTrue(values);
  }

  private String message(JsonNode validation) {
    String expression = validation.path("messageExpression").asText("");
    if (!expression.isEmpty()) {
      try {
        String words = Expression.compile(expression, scope).string(values);
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
