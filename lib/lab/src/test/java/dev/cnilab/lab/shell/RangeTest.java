package dev.cnilab.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void a_range_contains_its_addresses_and_no_others() {
    Range range = Range.of("10.244.1.0/24");
    assertThat(range.contains("10.244.1.0")).isTrue();
    assertThat(range.contains("10.244.1.255")).isTrue();
    assertThat(range.contains("10.244.2.1")).isFalse();
    assertThat(Range.of("0.0.0.0/0").contains("8.8.8.8")).isTrue();
  }

  @Test
  void a_node_without_a_range_contains_nothing() {
    assertThat(Range.of("").contains("10.244.1.1")).isFalse();
    assertThat(Range.of("").contains("255.255.255.255")).isFalse();
  }

  @Test
  void the_first_address_is_the_bridge_and_three_are_reserved() {
    assertThat(Range.of("10.244.1.0/24").first()).isEqualTo("10.244.1.1/24");
    assertThat(Range.of("10.244.1.64/26").first()).isEqualTo("10.244.1.65/26");
    assertThat(Range.of("10.244.1.0/29").podAddressCount()).isEqualTo(5);
  }
}
