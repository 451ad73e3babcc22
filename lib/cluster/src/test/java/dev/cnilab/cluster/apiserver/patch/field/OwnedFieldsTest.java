package dev.cnilab.cluster.apiserver.patch.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedFieldsTest {
  private static final int MANY = 2000;

  /** What the budget is charged for a look at an item. */
  private static final int LOOK = 4;

  private static ObjectNode set(String fields) {
    return (ObjectNode) Json.parse(fields);
  }

  /** A list of objects with names, and the set of all of them. */
  private record Named(JsonNode list, ObjectNode set) {
    static Named of(int items) {
      ObjectNode object = Json.object();
      ObjectNode set = Json.object();
      for (int i = 0; i < items; i++) {
        object.withArray("list").addObject().put("name", "n" + i).put("value", i);
        set.withObjectProperty("f:list")
            .putObject("k:{\"name\":\"n%d\"}".formatted(i))
            .putObject("f:value");
      }
      return new Named(object, set);
    }
  }

  @Test
  void each_item_of_a_list_is_looked_at_once_however_many_are_wanted() {
    Named named = Named.of(MANY);
    FieldValue object = FieldValue.of(named.list());
    assertThat(
            Budget.within(
                LOOK * MANY, () -> OwnedFields.withoutAbsent(named.set(), object, Set.of("list"))))
        .contains(named.set());
    assertThat(
            Budget.within(
                LOOK - 1, // another manager's fields are found in what is known by now
                () -> OwnedFields.changed(named.set(), object, object)))
        .contains(Json.object());
  }

  @Test
  void what_stays_as_it_was_is_shared() {
    Named named = Named.of(2);
    FieldValue object = FieldValue.of(named.list());
    assertThat(OwnedFields.withoutAbsent(named.set(), object, Set.of("list")))
        .isSameAs(named.set());
    assertThat(OwnedFields.without(named.set(), Json.object())).isSameAs(named.set());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"f:a\":{\"f:b\":{},\"f:c\":{}}} | {\"a\":{\"b\":1}} | {\"f:a\":{\"f:b\":{}}}",
        "{\"f:a\":{\"f:b\":{}}} | {\"a\":{}} | {}",
        "{\"f:a\":{\".\":{},\"f:b\":{}}} | {\"a\":{}} | {\"f:a\":{}}",
        "{\"f:a\":{\".\":{},\"f:b\":{}}} | {} | {}",
        "{\"f:a\":{\"v:\\\"x\\\"\":{},\"v:\\\"y\\\"\":{}}} | {\"a\":[\"y\"]}"
            + " | {\"f:a\":{\"v:\\\"y\\\"\":{}}}",
        "{\"f:a\":{\"k:{\\\"port\\\":1,\\\"protocol\\\":\\\"TCP\\\"}\":{}}} |"
            + " {\"a\":[{\"port\":1}]} |"
            + " {\"f:a\":{\"k:{\\\"port\\\":1,\\\"protocol\\\":\\\"TCP\\\"}\":{}}}",
        "{\"f:a\":{\"k:{\\\"port\\\":1,\\\"protocol\\\":\\\"UDP\\\"}\":{}}} |"
            + " {\"a\":[{\"port\":1}]} | {}"
      })
  void fields_that_an_object_lacks_are_left_out(String owned, String object, String left) {
    assertThat(
            OwnedFields.withoutAbsent(set(owned), FieldValue.of(Json.parse(object)), Set.of("a")))
        .isEqualTo(Json.parse(left));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"f:a\":{\"f:b\":{},\"f:c\":{}}} | {\"f:a\":{\"f:b\":{}}} | {\"f:a\":{\"f:c\":{}}}",
        "{\"f:a\":{\"f:b\":{}},\"f:d\":{}} | {\"f:a\":{\"f:b\":{}}} | {\"f:d\":{}}",
        "{\"f:a\":{\".\":{},\"f:b\":{}}} | {\"f:a\":{\"f:b\":{}}} | {\"f:a\":{}}",
        "{\"f:a\":{\"f:b\":{\"f:c\":{}}}} | {\"f:a\":{\"f:b\":{}}} | {}"
      })
  void others_are_left_out_and_their_parents_stay_if_they_are_named(
      String owned, String others, String left) {
    assertThat(OwnedFields.without(set(owned), Json.parse(others))).isEqualTo(Json.parse(left));
  }

  @Test
  void released_fields_go_with_their_parents() {
    ObjectNode set = set("{\"f:a\":{\".\":{},\"f:b\":{}},\"f:c\":{\".\":{},\"f:d\":{}}}");
    OwnedFields.release(set, Json.parse("{\"f:a\":{\"f:b\":{}},\"f:c\":{\"f:e\":{}}}"));
    assertThat(set).isEqualTo(Json.parse("{\"f:c\":{\"f:d\":{}}}"));
  }

  @Test
  void paths_are_written_as_in_messages() {
    OwnedPath list = new OwnedPath(new OwnedPath(null, "f:spec"), "f:ports");
    assertThat(new OwnedPath(list, "k:{\"port\":80,\"protocol\":\"TCP\"}"))
        .hasToString(".spec.ports[port=80,protocol=\"TCP\"]");
    assertThat(new OwnedPath(list, "v:\"a\"")).hasToString(".spec.ports[=\"a\"]");
  }
}
