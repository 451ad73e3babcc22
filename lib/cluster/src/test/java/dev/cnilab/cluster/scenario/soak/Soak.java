package dev.cnilab.cluster.scenario.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.bootstrap.Cni;
import java.util.stream.LongStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a cluster: once repaired it works, and with its pods deleted it is as it was.
 *
 * <p>A seed chooses the network. Each network has a class of its own, as Maven tests whole classes
 * side by side.
 *
 * <p>{@code -Dcnilab.seed=N} replays one seed; {@code -Dcnilab.clusters=N} sets the number of
 * clusters, and {@code -Dcnilab.histories.each=M} the number of histories on each, one after the
 * other: what one of them leaves behind makes all later ones fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Soak {
  private static final int CLUSTERS = 4;
  private static final int EACH = 50;
  private static final int LEAST_KINDS = 25;

  private final Cni network;

  Soak(Cni network) {
    this.network = network;
  }

  @ParameterizedTest(name = "seed {0}", allowZeroInvocations = true)
  @MethodSource("seeds")
  void repaired_pods_work_and_deleted_ones_leave_nothing(long seed) {
    int histories = Integer.getInteger("cnilab.histories.each", EACH);
    assertThat(History.play(seed, histories))
        .as("the kinds of fault that were made and repaired")
        .hasSizeGreaterThanOrEqualTo(Math.min(histories, LEAST_KINDS));
  }

  /** Those that choose its network. */
  LongStream seeds() {
    Long again = Long.getLong("cnilab.seed");
    long clusters = Integer.getInteger("cnilab.clusters", CLUSTERS);
    LongStream all = again == null ? LongStream.range(0, clusters) : LongStream.of(again);
    return all.filter(seed -> History.network(seed) == network);
  }
}
