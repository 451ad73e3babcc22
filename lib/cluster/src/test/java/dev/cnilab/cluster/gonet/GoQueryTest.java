package dev.cnilab.cluster.gonet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoQueryTest {

  @Test
  void names_and_values_are_decoded_and_keep_their_order() {
    assertThat(GoQuery.parse("a=1&b%5B=x+y%26z&a=2&c&d=e=f"))
        .isEqualTo(
            Map.of(
                "a", List.of("1", "2"),
                "b[", List.of("x y&z"),
                "c", List.of(""),
                "d", List.of("e=f")));
  }

  @Test
  void an_empty_query_has_no_parameters() {
    assertThat(GoQuery.parse("")).isEmpty();
    assertThat(GoQuery.parse("&&")).isEmpty();
  }

  @Test
  void an_invalid_escape_is_rejected() {
    assertThatThrownBy(() -> GoQuery.parse("a=%zz")).isInstanceOf(IllegalArgumentException.class);
  }
}
