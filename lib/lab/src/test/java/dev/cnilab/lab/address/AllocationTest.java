package dev.cnilab.lab.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.shell.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {

  private static final Allocation FULL =
      new Allocation(
          "worker-1",
          "10.244.1.0/24",
          "10.244.1.1/29",
          5,
          110,
          List.of("10.244.1.2", "10.244.1.3", "10.244.1.4", "10.244.1.5", "10.244.1.6"),
          List.of("10.244.1.5", "10.244.1.6"),
          new Output("$ ls", "ls", new ExecResult("", "", 0)));

  @Test
  void leaked_addresses_count_as_neither_used_nor_free() {
    assertThat(FULL.used()).isEqualTo(3);
    assertThat(FULL.free()).isZero();
  }

  @Test
  void the_table_names_the_leaked_addresses() {
    assertThat(new Allocations(List.of(FULL)).view().text())
        .contains("✗ 2: 10.244.1.5, 10.244.1.6", "✗ none");
  }

  @Test
  void the_chart_has_a_description_in_words() {
    assertThat(new Allocations(List.of(FULL)).chart().inWords())
        .isEqualTo("worker-1: 3 used, 2 leaked, 0 free of 5");
  }

  @Test
  void the_chart_has_no_bar_for_a_count_of_zero() {
    assertThat(new Allocations(List.of(FULL)).chart().chart().getSeriesMap().values())
        .extracting(series -> String.valueOf(series.getYData().iterator().next()))
        .containsExactly("3", "2", "null");
  }
}
