package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.StrategicMergePatch;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of a list after a strategic merge patch. */
class MergedListTest {
  @Test
  void a_new_item_comes_first_if_nothing_says_where() {
    assertThat(conditions("MemoryPressure,Ready", "NetworkUnavailable"))
        .containsExactly("NetworkUnavailable", "MemoryPressure", "Ready");
  }

  @Test
  void what_was_there_keeps_its_place_before_a_new_one_that_follows_it() {
    assertThat(conditions("MemoryPressure,Ready", "Ready,NetworkUnavailable"))
        .containsExactly("MemoryPressure", "Ready", "NetworkUnavailable");
  }

  private static List<String> conditions(String there, String patched) {
    ObjectNode result =
        StrategicMergePatch.apply(
            Schemas.builtIn().find("core.v1.Node").orElseThrow(), node(there), node(patched));
    return result.at("/status/conditions").findValuesAsText("type");
  }

  private static ObjectNode node(String types) {
    ObjectNode node = Json.object();
    for (String type : types.split(",")) {
      node.withObject("/status").withArray("conditions").addObject().put("type", type);
    }
    return node;
  }
}
