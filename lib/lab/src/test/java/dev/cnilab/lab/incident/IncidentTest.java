package dev.cnilab.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.cause.Cause;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IncidentTest {

  @Test
  void equal_numbers_give_equal_series() {
    assertThat(Incident.series(24))
        .isEqualTo(Incident.series(24))
        .isNotEqualTo(Incident.series(25));
  }

  @Test
  void a_series_has_six_incidents_of_different_causes() {
    assertThat(LongStream.range(0, 50).mapToObj(Incident::series))
        .allSatisfy(
            series ->
                assertThat(series.stream().map(Incident::cause).distinct())
                    .hasSize(Incident.COUNT));
  }

  @Test
  void every_cause_and_both_workers_occur() {
    assertThat(LongStream.range(0, 50).boxed().flatMap(seed -> Incident.series(seed).stream()))
        .extracting(Incident::cause)
        .contains(Cause.values());
    assertThat(LongStream.range(0, 50).boxed().flatMap(seed -> Incident.series(seed).stream()))
        .extracting(Incident::worker)
        .contains(1, 2)
        .allMatch(worker -> worker == 1 || worker == 2);
  }

  /** The notebook's solutions are those for this series. */
  @Test
  void the_series_of_the_notebook_is_the_one_its_solutions_repair() {
    assertThat(Incident.series(24))
        .containsExactly(
            new Incident(1, Cause.SECOND_CONFIGURATION, 2),
            new Incident(2, Cause.NO_FREE_ADDRESS, 1),
            new Incident(3, Cause.NO_AGENT, 2),
            new Incident(4, Cause.NO_ROUTE, 1),
            new Incident(5, Cause.TUNNEL_DROPPED, 2),
            new Incident(6, Cause.NO_CONFIGURATION, 1));
  }
}
