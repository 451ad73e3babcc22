package dev.cnilab.cluster.apiserver.custom.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionRulesTest {
  private static final String COSTLY = "{\"rule\": \"lists.range(900000).size() > 0\"},";
  private static final String WRONG = "{\"rule\": \"false\", \"message\": \"wrong\"}";

  private static List<FieldError> check(String rules) {
    JsonNode schema =
        Json.parse(
            "{\"properties\": {\"spec\": {\"x-kubernetes-validations\": [%s]}}}".formatted(rules));
    return ExpressionRules.check(schema, Json.parse("{\"spec\": {}}"), MissingNode.getInstance());
  }

  @Test
  void no_rule_is_evaluated_after_the_cost_budget_is_spent() {
    assertThat(check(WRONG + "," + COSTLY.repeat(15) + WRONG))
        .extracting(FieldError::toString)
        .satisfiesExactly(
            first -> assertThat(first).contains("wrong"),
            last -> assertThat(last).contains("spec", "running out of cost budget"));
  }

  @Test
  void each_violated_rule_is_reported() {
    assertThat(check(WRONG + "," + COSTLY + WRONG)).hasSize(2);
  }
}
