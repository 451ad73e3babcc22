package dev.cnilab.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a process counts as out of memory although no single allocation was too large. */
class OverheadLimitTest {
  private final OverheadLimit limit = new OverheadLimit();

  @Test
  void ten_seconds_of_nothing_but_garbage_collection_exceed_the_limit() {
    assertThat(limit.isExceeded(200)).isFalse();
    assertThat(limit.isExceeded(5_100)).isFalse();
    assertThat(limit.isExceeded(10_000)).isTrue();
  }

  @Test
  void garbage_collection_interrupted_by_work_is_within_the_limit() {
    assertThat(limit.isExceeded(4_900)).isFalse();
    assertThat(limit.isExceeded(5_500)).isFalse();
    assertThat(limit.isExceeded(10_300)).isFalse();
  }
}
