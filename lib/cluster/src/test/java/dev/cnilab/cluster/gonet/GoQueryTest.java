package dev.cnilab.cluster.gonet;

import static org.assertj.core.api.Assertions.assertThat;

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
  void what_go_does_not_read_is_skipped() {
    assertThat(GoQuery.parse("a=%zz&b;c=1&d=2;e=3&f=4")).isEqualTo(Map.of("f", List.of("4")));
  }

  @Test
  void of_more_than_ten_thousand_parameters_none_is_read() {
    assertThat(GoQuery.parse("dryRun=All" + "&a".repeat(9_999))).hasSize(2);
    assertThat(GoQuery.parse("dryRun=All" + "&a".repeat(10_000))).isEmpty();
  }
}
