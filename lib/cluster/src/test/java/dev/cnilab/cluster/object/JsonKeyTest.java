package dev.cnilab.cluster.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonKeyTest {
  @Test
  void only_equal_trees_share_a_key() {
    assertThat(key("{'a': 1, 'b': [2, {'c': 3}]}")).isEqualTo(key("{'b': [2, {'c': 3}], 'a': 1}"));
    assertThat(
            Stream.of(
                    "{'a': 'b', 'c': {}}",
                    "{'a': {'b': 'c'}}",
                    "{'a': {'b': {}, 'c': {}}}",
                    "['a', 'b', {}]",
                    "['a', ['b', {}]]",
                    "[['a'], 'b', {}]",
                    "{}",
                    "[]",
                    "'{}'",
                    "{'a': '1'}",
                    "{'a': 1}")
                .map(JsonKeyTest::key))
        .doesNotHaveDuplicates();
  }

  @Test
  void the_order_of_items_counts() {
    assertThat(List.of(key("[1, 2]"), key("[2, 1]"))).doesNotHaveDuplicates();
  }

  private static String key(String json) {
    return Json.key(Json.parse(json.replace('\'', '"')));
  }
}
