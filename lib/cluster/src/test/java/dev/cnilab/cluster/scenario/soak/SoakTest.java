package dev.cnilab.cluster.scenario.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a cluster: once repaired it works, and with its pods deleted it is as it was.
 *
 * <p>{@code -Dcnilab.seed=N} replays one seed; {@code -Dcnilab.clusters=N} sets the number of
 * clusters, and {@code -Dcnilab.histories.each=M} the number of histories on each, one after the
 * other: what one of them leaves behind makes all later ones fail.
 */
class SoakTest {
  private static final int CLUSTERS = 4;
  private static final int EACH = 50;
  private static final int LEAST_KINDS = 25;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void repaired_pods_work_and_deleted_ones_leave_nothing(long seed) {
    int histories = Integer.getInteger("cnilab.histories.each", EACH);
    assertThat(History.play(seed, histories))
        .as("the kinds of fault that were made and repaired")
        .hasSizeGreaterThanOrEqualTo(Math.min(histories, LEAST_KINDS));
  }

  static LongStream seeds() {
    Long again = Long.getLong("cnilab.seed");
    long clusters = Integer.getInteger("cnilab.clusters", CLUSTERS);
    return again == null ? LongStream.range(0, clusters) : LongStream.of(again);
  }
}
