package dev.cnilab.cluster.scenario.soak;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a cluster: repaired, it works, and with its pods deleted it is as it was.
 *
 * <p>{@code -Dcnilab.seed=N} plays one seed again; {@code -Dcnilab.histories=N} plays so many, and
 * {@code -Dcnilab.histories.each=M} one after the other on each cluster.
 */
class SoakTest {
  private static final int HISTORIES = 4;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_repaired_works_and_what_is_deleted_leaves_nothing(long seed) {
    History.play(seed, Integer.getInteger("cnilab.histories.each", 1));
  }

  static LongStream seeds() {
    Long again = Long.getLong("cnilab.seed");
    long clusters = Integer.getInteger("cnilab.histories", HISTORIES);
    return again == null ? LongStream.range(0, clusters) : LongStream.of(again);
  }
}
