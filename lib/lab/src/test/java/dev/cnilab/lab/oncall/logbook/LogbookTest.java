package dev.cnilab.lab.oncall.logbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogbookTest {

  @TempDir private Path folder;
  private Logbook logbook;

  @BeforeEach
  void open() {
    logbook = new Logbook(folder.resolve("new/oncall.json"));
  }

  private static Played played(String kind, boolean diagnosed, int minutes) {
    return new Played(
        Instant.parse("2026-01-01T00:00:00Z"),
        7,
        "some-fault",
        kind,
        "flannel",
        2,
        diagnosed,
        true,
        Duration.ofMinutes(1),
        Duration.ofMinutes(minutes),
        0);
  }

  @Test
  void played_incidents_are_read_back() {
    assertThat(logbook.played()).isEmpty();
    logbook.add(played("route-missing", true, 5));
    logbook.add(played("bridge-missing", false, 6));
    assertThat(logbook.played())
        .containsExactly(played("route-missing", true, 5), played("bridge-missing", false, 6));
  }

  @Test
  void a_kind_is_missed_until_it_is_solved() {
    logbook.add(played("route-missing", false, 5));
    assertThat(logbook.missed()).containsExactly("route-missing");
    logbook.add(played("route-missing", true, 5));
    assertThat(logbook.missed()).isEmpty();
  }

  @Test
  void the_chart_has_a_bar_for_the_average_time_of_each_kind() {
    logbook.add(played("route-missing", true, 2));
    logbook.add(played("route-missing", true, 4));
    logbook.add(played("bridge-missing", false, 1));
    assertThat(logbook.chart().lines())
        .containsExactly(
            "bridge-missing             " + "█".repeat(10) + " 1 min 0 s  missed, comes again",
            "route-missing              " + "█".repeat(30) + " 3 min 0 s");
  }

  @Test
  void concurrent_additions_are_all_kept() throws InterruptedException {
    List<Thread> several =
        IntStream.range(0, 8)
            .mapToObj(n -> Thread.ofPlatform().start(() -> logbook.add(played("k" + n, true, 1))))
            .toList();
    for (Thread each : several) {
      each.join();
    }
    assertThat(logbook.played()).hasSize(8);
  }

  @Test
  void a_damaged_logbook_is_named_and_left_unchanged() throws IOException {
    logbook.add(played("route-missing", true, 5));
    Files.writeString(logbook.file(), "{");
    assertThatThrownBy(() -> logbook.add(played("route-missing", true, 5)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining(logbook.file().toString())
        .hasMessageContaining("CNILAB_PROGRESS");
    assertThat(logbook.file()).hasContent("{");
  }
}
