package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.StrategicMergePatch;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists after a strategic merge patch. */
class MergedListTest {
  @Test
  void a_new_item_without_a_given_order_comes_first() {
    assertThat(conditions("MemoryPressure,Ready", "NetworkUnavailable"))
        .containsExactly("NetworkUnavailable", "MemoryPressure", "Ready");
  }

  @Test
  void existing_items_keep_their_order_before_new_ones() {
    assertThat(conditions("MemoryPressure,Ready", "Ready,NetworkUnavailable"))
        .containsExactly("MemoryPressure", "Ready", "NetworkUnavailable");
  }

  @ParameterizedTest
  @CsvSource({
    "admissionregistration.v1.ValidatingWebhookConfiguration, /webhooks, name",
    "admissionregistration.v1.ValidatingAdmissionPolicy, /spec/variables, name",
    "batch.v1.Job, /status/conditions, type",
    "resource.v1.DeviceTaintRule, /status/conditions, type",
    "resource.v1.ResourceClaim, /status/reservedFor, uid",
    "storage.v1.CSINode, /spec/drivers, name"
  })
  void a_keyed_list_keeps_items_that_the_patch_does_not_name(String type, String list, String key) {
    ObjectNode there = Json.object();
    there.withArray(list).addObject().put(key, "a");
    ObjectNode patch = Json.object();
    patch.withArray(list).addObject().put(key, "b");
    ObjectNode result =
        StrategicMergePatch.apply(Schemas.builtIn().find(type).orElseThrow(), there, patch);
    assertThat(result.at(list).findValuesAsText(key)).containsExactlyInAnyOrder("a", "b");
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
