package dev.cnilab.lab.oncall.logbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsTest {
  @TempDir Path folder;

  private Logbook logbook() {
    return new Logbook(folder.resolve("oncall.json"));
  }

  private static Played played(String kind, boolean repaired, int minutes) {
    Duration time = Duration.ofMinutes(minutes);
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    return new Played(at, 1, kind, kind, "flannel", 1, true, repaired, time, time, 0);
  }

  @Test
  void the_table_shows_count_average_time_and_outcome_of_each_kind() {
    logbook().add(played("route-missing", true, 2));
    logbook().add(played("route-missing", true, 4));
    logbook().add(played("bridge-missing", false, 1));
    assertThat(Incidents.of(logbook()).table().print())
        .containsPattern("bridge-missing +\\| +1 +\\| +1 min 0 s +\\| +missed: it comes again")
        .containsPattern("route-missing +\\| +2 +\\| +3 min 0 s +\\| +resolved");
  }

  @Test
  void the_chart_shows_the_average_time_of_each_kind() {
    logbook().add(played("route-missing", true, 2));
    logbook().add(played("route-missing", true, 4));
    assertThat(Incidents.of(logbook()).view().html()).contains("<svg", "route-missing: 3 min 0 s");
  }

  @Test
  void the_chart_is_drawn_even_if_all_times_are_zero() {
    logbook().add(played("route-missing", true, 0));
    assertThat(Incidents.of(logbook()).view().html()).contains("<svg").doesNotContain("NaN");
  }

  @Test
  void an_empty_logbook_says_how_to_start_an_incident() {
    assertThat(Incidents.of(logbook()).view().text()).contains("No incident yet: onCall()");
    assertThat(Incidents.of(logbook()).table().isEmpty()).isTrue();
  }
}
