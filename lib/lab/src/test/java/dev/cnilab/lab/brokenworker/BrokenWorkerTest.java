package dev.cnilab.lab.brokenworker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.nodefault.Cause;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BrokenWorkerTest {

  @Test
  void equal_seeds_give_equal_series() {
    assertThat(BrokenWorker.series(24))
        .isEqualTo(BrokenWorker.series(24))
        .isNotEqualTo(BrokenWorker.series(25));
  }

  @Test
  void a_series_has_six_incidents_of_different_causes() {
    assertThat(LongStream.range(0, 50).mapToObj(BrokenWorker::series))
        .allSatisfy(
            series ->
                assertThat(series.stream().map(BrokenWorker::cause).distinct())
                    .hasSize(BrokenWorker.COUNT));
  }

  @Test
  void every_cause_and_both_workers_occur() {
    assertThat(LongStream.range(0, 50).boxed().flatMap(seed -> BrokenWorker.series(seed).stream()))
        .extracting(BrokenWorker::cause)
        .contains(Cause.values());
    assertThat(LongStream.range(0, 50).boxed().flatMap(seed -> BrokenWorker.series(seed).stream()))
        .extracting(BrokenWorker::worker)
        .contains(1, 2)
        .allMatch(worker -> worker == 1 || worker == 2);
  }

  /** The notebook's solutions are those for this series. */
  @Test
  void the_series_of_the_notebook_matches_its_solutions() {
    assertThat(BrokenWorker.series(24))
        .containsExactly(
            new BrokenWorker(1, Cause.SECOND_CONFIGURATION, 2),
            new BrokenWorker(2, Cause.NO_FREE_ADDRESS, 1),
            new BrokenWorker(3, Cause.NO_AGENT, 2),
            new BrokenWorker(4, Cause.NO_ROUTE, 1),
            new BrokenWorker(5, Cause.TUNNEL_DROPPED, 2),
            new BrokenWorker(6, Cause.NO_CONFIGURATION, 1));
  }
}
