package dev.cnilab.cluster.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.object.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedItemsTest {
  private static final int MANY = 3000;

  private int looks;

  private String name(JsonNode item) {
    looks++;
    return item.path("name").asText();
  }

  private static ArrayNode named(String... names) {
    ArrayNode items = Json.array();
    for (String name : names) {
      items.addObject().put("name", name).put("place", items.size());
    }
    return items;
  }

  @Test
  void each_item_is_looked_at_once_even_if_all_are_taken() {
    String[] names = IntStream.range(0, MANY).mapToObj(i -> "n" + i).toArray(String[]::new);
    KeyedItems items = new KeyedItems(named(names), this::name);
    for (int i = MANY - 1; i >= 0; i--) {
      assertThat(items.take("n" + i)).isPresent();
    }
    assertThat(items.left()).isEmpty();
    assertThat(looks).isEqualTo(MANY);
  }

  @Test
  void the_first_item_of_an_identity_is_taken_first_and_the_others_keep_their_order() {
    KeyedItems items = new KeyedItems(named("a", "b", "a", "c"), this::name);
    assertThat(items.take("a").orElseThrow().path("place").asInt()).isEqualTo(1);
    assertThat(items.left())
        .extracting(item -> item.path("place").asInt())
        .containsExactly(2, 3, 4);
    assertThat(items.take("a")).isPresent();
    assertThat(items.take("a")).isEmpty();
    assertThat(items.take("x")).isEmpty();
  }

  @Test
  void an_identity_is_removed_with_all_its_items() {
    KeyedItems items = new KeyedItems(named("a", "b", "a"), this::name);
    items.removeAll(List.of("a", "x"));
    assertThat(items.left()).extracting(item -> item.path("name").asText()).containsExactly("b");
  }

  @Test
  void the_place_of_an_identity_is_that_of_its_first_item() {
    assertThat(KeyedItems.firstPlaces(named("a", "b", "a", "c"), this::name))
        .containsEntry("a", 0)
        .containsEntry("b", 1)
        .containsEntry("c", 3);
  }
}
