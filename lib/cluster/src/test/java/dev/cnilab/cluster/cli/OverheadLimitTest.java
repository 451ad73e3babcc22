package dev.cnilab.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a process counts as out of memory although no single allocation was too large. */
class OverheadLimitTest {
  private final OverheadLimit limit = new OverheadLimit();

  @Test
  void ten_seconds_of_nothing_but_collections_are_too_much() {
    assertThat(limit.isExceeded(200)).isFalse();
    assertThat(limit.isExceeded(5_100)).isFalse();
    assertThat(limit.isExceeded(10_000)).isTrue();
  }

  @Test
  void five_seconds_are_not_if_work_is_done_after_them() {
    assertThat(limit.isExceeded(4_900)).isFalse();
    assertThat(limit.isExceeded(5_500)).isFalse();
    assertThat(limit.isExceeded(10_300)).isFalse();
  }
}
