package dev.cnilab.cluster.apiserver.custom;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.schema.SchemaRules;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A small schema and a small object can be much work together. */
class SchemaCostTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int ITEMS = 50_000;

  @Test
  void a_long_list_checked_against_a_long_enum_is_rejected() {
    ObjectNode schema = Json.object().put("type", "string");
    IntStream.range(0, ITEMS).forEach(i -> schema.withArray("enum").add("e" + i));
    refused(schema, () -> Json.array().add("e" + (ITEMS - 1)).get(0));
  }

  @Test
  void a_long_list_of_objects_lacking_many_fields_is_rejected() {
    ObjectNode schema = Json.object().put("type", "object");
    IntStream.range(0, 1000).forEach(i -> schema.withArray("required").add("f" + i));
    refused(schema, Json::object);
  }

  @Test
  void a_long_list_of_objects_with_many_defaults_is_rejected() {
    ObjectNode schema = Json.object().put("type", "object");
    for (int i = 0; i < 100; i++) {
      schema.withObject("/properties/f" + i).put("type", "string").put("default", "x".repeat(1000));
    }
    refused(schema, Json::object);
  }

  @Test
  void a_nested_list_quoted_by_errors_at_every_level_is_rejected() {
    ObjectNode schema = Json.object().put("type", "array").put("minItems", 2);
    JsonNode value = Json.array().add("x".repeat(100_000));
    for (int i = 0; i < 300; i++) {
      schema = Json.object().put("type", "array").put("minItems", 2).set("items", schema);
      value = Json.array().add(value);
    }
    JsonNode whole = value;
    refused(schema, () -> whole);
  }

  @Test
  void a_set_of_strings_with_equal_hash_codes_is_checked_fast() {
    ObjectNode schema = Json.object().put("type", "array").put("x-kubernetes-list-type", "set");
    ArrayNode texts = Json.array();
    for (int i = 0; i < 1 << 16; i++) {
      texts.add(Integer.toBinaryString(i | 1 << 16).replace("0", "Aa").replace("1", "BB"));
    }
    assertTimeoutPreemptively(SOON, () -> SchemaRules.check(schema, texts));
  }

  private static void refused(ObjectNode items, Supplier<JsonNode> item) {
    ObjectNode version = Json.object();
    version.withObject("/schema/openAPIV3Schema/properties/list").set("items", items);
    ResourceType type = ResourceType.namespaced("x.io", "v1", "Thing", "things");
    CustomKind kind = new CustomKind(type, "things.x.io", version, MissingNode.getInstance());
    ObjectNode object = Json.object();
    ArrayNode list = object.withArray("list");
    for (int i = 0; i < ITEMS && (i == 0 || item.get().size() == 0); i++) {
      list.add(item.get());
    }
    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(
                    () -> {
                      kind.applyDefaults(object);
                      kind.requireValid(KubeObject.of(object), MissingNode.getInstance());
                    })
                .isInstanceOf(ApiException.class)
                .hasMessage(
                    "Timeout: request did not complete within requested timeout - context deadline"
                        + " exceeded"));
  }
}
