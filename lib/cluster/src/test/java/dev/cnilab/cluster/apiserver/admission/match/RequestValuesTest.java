package dev.cnilab.cluster.apiserver.admission.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Match conditions are evaluated for every write, so all together may cost only so much. */
class RequestValuesTest {
  /** Of 0.8 million units each; a single one may cost a million. */
  private static ArrayNode conditions(int number) {
    ArrayNode conditions = Json.array();
    for (int i = 0; i < number; i++) {
      conditions
          .addObject()
          .put("name", "c" + i)
          .put("expression", "lists.range(900).all(i, lists.range(900).size() > 0)");
    }
    return conditions;
  }

  @Test
  void match_conditions_beyond_the_cost_budget_fail() {
    assertThat(RequestValues.hold(conditions(2), Map.of())).isTrue();
    assertThatThrownBy(() -> RequestValues.hold(conditions(5), Map.of()))
        .hasMessageContaining(Budget.ALL_SPENT);
  }
}
