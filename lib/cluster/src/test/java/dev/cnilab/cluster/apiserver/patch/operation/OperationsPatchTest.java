package dev.cnilab.cluster.apiserver.patch.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@code patch.go} of evanphx/json-patch 4.13.0 does it. */
class OperationsPatchTest {
  private static JsonNode applied(String target, String operations) {
    return OperationsPatch.apply((ObjectNode) Json.parse(target), Json.parse(operations));
  }

  @Test
  void operations_change_the_tree_in_place_and_copy_none_of_it() {
    ObjectNode target = (ObjectNode) Json.parse("{\"data\":{\"a\":1},\"list\":[1]}");
    JsonNode data = target.get("data");
    JsonNode list = target.get("list");
    JsonNode operations =
        Json.parse(
            "[{\"op\":\"add\",\"path\":\"/data/b\",\"value\":{}},"
                + "{\"op\":\"test\",\"path\":\"/data/b\",\"value\":{}},"
                + "{\"op\":\"replace\",\"path\":\"/list/0\",\"value\":2},"
                + "{\"op\":\"move\",\"from\":\"/data\",\"path\":\"/moved\"},"
                + "{\"op\":\"remove\",\"path\":\"/moved/a\"}]");
    JsonNode result = OperationsPatch.apply(target, operations);
    assertThat(result).isSameAs(target);
    assertThat(result.get("moved")).isSameAs(data);
    assertThat(result.get("list")).isSameAs(list);
    assertThat(result).isEqualTo(Json.parse("{\"list\":[2],\"moved\":{\"b\":{}}}"));
  }

  @Test
  void a_patch_can_be_applied_again() {
    JsonNode operations =
        Json.parse(
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{}},"
                + "{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]");
    JsonNode before = operations.deepCopy();
    JsonNode once = OperationsPatch.apply(Json.object(), operations);
    assertThat(operations).isEqualTo(before);
    assertThat(OperationsPatch.apply(Json.object(), operations)).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"op\":\"add\",\"path\":\"/l/-1\",\"value\":9} | {\"l\":[1,2,3,9]}",
        "{\"op\":\"add\",\"path\":\"/l/-2\",\"value\":9} | {\"l\":[1,2,9,3]}",
        "{\"op\":\"add\",\"path\":\"/l/+1\",\"value\":9} | {\"l\":[1,9,2,3]}",
        "{\"op\":\"add\",\"path\":\"/l/-\",\"value\":9} | {\"l\":[1,2,3,9]}",
        "{\"op\":\"add\",\"path\":\"/a\"} | {\"l\":[1,2,3],\"a\":null}",
        "{\"op\":\"add\",\"path\":\"/a~1b~0\",\"value\":1} | {\"l\":[1,2,3],\"a/b~\":1}",
        "{\"op\":\"remove\",\"path\":\"/l/-1\"} | {\"l\":[1,2]}",
        "{\"op\":\"replace\",\"path\":\"/l/-3\",\"value\":9} | {\"l\":[9,2,3]}",
        "{\"op\":\"replace\",\"path\":\"/a\",\"value\":9} | {\"l\":[1,2,3],\"a\":9}",
        "{\"op\":\"replace\",\"path\":\"\",\"value\":[]} | []",
        "{\"op\":\"copy\",\"from\":\"/l/0\",\"path\":\"/l/-\"} | {\"l\":[1,2,3,1]}",
        "{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/y\"} | {\"l\":[1,2,3],\"y\":null}",
        "{\"op\":\"test\",\"path\":\"/x\",\"value\":null} | {\"l\":[1,2,3]}",
        "{\"op\":\"test\",\"path\":\"\",\"value\":{\"l\":[1,2,3]}} | {\"l\":[1,2,3]}",
        "{\"op\":\"add\",\"path\":\"x/a\",\"value\":1} | {\"l\":[1,2,3],\"a\":1}"
      })
  void an_operation_is_done(String operation, String result) {
    assertThat(applied("{\"l\":[1,2,3]}", "[" + operation + "]")).isEqualTo(Json.parse(result));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"add\",\"path\":\"/l/4\",\"value\":9}",
        "{\"op\":\"add\",\"path\":\"/l/-5\",\"value\":9}",
        "{\"op\":\"add\",\"path\":\"/l/x\",\"value\":9}",
        "{\"op\":\"add\",\"path\":\"\",\"value\":{}}",
        "{\"op\":\"add\",\"path\":\"/x/y\",\"value\":1}",
        "{\"op\":\"add\",\"path\":\"/l/0/y\",\"value\":1}",
        "{\"op\":\"add\",\"value\":1}",
        "{\"op\":\"remove\",\"path\":\"/x\"}",
        "{\"op\":\"remove\",\"path\":\"/l/-\"}",
        "{\"op\":\"replace\",\"path\":\"/l/3\",\"value\":1}",
        "{\"op\":\"replace\",\"path\":\"\",\"value\":1}",
        "{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/y\"}",
        "{\"op\":\"move\",\"from\":\"/l\",\"path\":\"/l/0\"}",
        "{\"op\":\"test\",\"path\":\"/l\",\"value\":[1,2]}",
        "{\"op\":\"test\",\"path\":\"/l/0\"}",
        "{\"op\":\"fly\",\"path\":\"/l\"}",
        "null"
      })
  void an_impossible_operation_is_rejected(String operation) {
    assertThatThrownBy(() -> applied("{\"l\":[1,2,3]}", "[" + operation + "]"))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(422));
  }

  @Test
  void operations_that_nest_the_tree_too_deeply_are_refused() {
    ArrayNode operations = Json.array();
    for (int level = 0; level <= Nesting.MOST; level++) {
      operations.addObject().put("op", "add").put("path", "/b").putObject("value");
      operations.addObject().put("op", "move").put("from", "/a").put("path", "/b/a");
      operations.addObject().put("op", "move").put("from", "/b").put("path", "/a");
    }
    ObjectNode target = Json.object();
    target.putObject("a");
    assertThatThrownBy(() -> OperationsPatch.apply(target, operations))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status().code()).isEqualTo(400));
  }

  @Test
  void a_copy_of_what_is_nested_too_deeply_is_refused_before_it_is_made() {
    ArrayNode operations = Json.array();
    for (int doubling = 0; doubling < 40; doubling++) {
      String deepest = "/a".repeat(1 << Math.min(doubling, 9));
      operations.addObject().put("op", "copy").put("from", "/a").put("path", deepest + "/a");
    }
    ObjectNode target = Json.object();
    target.putObject("a");
    assertThatThrownBy(() -> OperationsPatch.apply(target, operations))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void the_tests_among_operations_see_what_those_before_have_done() {
    ObjectNode target = Json.object();
    String operations =
        "[{\"op\":\"add\",\"path\":\"/a\",\"value\":1},{\"op\":\"test\",\"path\":\"/a\",\"value\":%d}]";
    assertThat(OperationsPatch.testsHold(target, Json.parse(operations.formatted(1)))).isTrue();
    assertThat(OperationsPatch.testsHold(target, Json.parse(operations.formatted(2)))).isFalse();
    assertThat(target).isEmpty();
  }
}
