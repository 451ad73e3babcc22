package dev.cnilab.cluster.apiserver.admission.match;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.expression.ConvertedVariable;
import dev.cnilab.cluster.apiserver.expression.Expression;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.Scope;
import dev.cnilab.cluster.apiserver.expression.function.Rights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that expressions about a write may use, by name ({@link Scope#POLICY}). */
public final class RequestValues {
  private RequestValues() {}

  /** The variables for a write; {@code params} and {@code variables} are empty. */
  public static Map<String, Object> of(AdmissionRequest request, Matching matching, Rbac rbac) {
    Rights rights = new RequesterRights(rbac, request.user());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("object", ConvertedVariable.of(request.objectJson()));
    values.put("oldObject", ConvertedVariable.of(request.oldJson()));
    values.put("request", ConvertedVariable.of(request.review()));
    values.put("params", NullNode.getInstance());
    values.put(
        "namespaceObject",
        matching
            .namespaceOf(request)
            .map(namespace -> ConvertedVariable.of(namespace.json()))
            .orElse(ConvertedVariable.of(NullNode.getInstance())));
    values.put("variables", Map.of());
    values.put("authorizer", rights);
    values.put(
        "authorizer.requestResource",
        new Rights.Resource(
            rights,
            request.type().group(),
            request.type().plural(),
            request.subresource(),
            request.subject().namespace(),
            request.subject().name()));
    return values;
  }

  /**
   * Whether all {@code matchConditions} hold. A false one decides, even if others fail.
   *
   * @throws ExpressionException if one of them fails and none is false
   */
  public static boolean hold(JsonNode conditions, Map<String, Object> values) {
    return Budget.within(Budget.MATCH_CONDITIONS, () -> held(conditions, values))
        .orElseThrow(() -> new ExpressionException(Budget.ALL_SPENT));
  }

  private static boolean held(JsonNode conditions, Map<String, Object> values) {
    Optional<ExpressionException> failure = Optional.empty();
    for (JsonNode condition : conditions) {
      String text = condition.path("expression").asText().strip();
      try {
        if (!Expression.compile(text, Scope.POLICY).isTrue(values)) {
          return false;
        }
      } catch (ExpressionException failed) {
        failure = failure.or(() -> Optional.of(failed));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return true;
  }
}
