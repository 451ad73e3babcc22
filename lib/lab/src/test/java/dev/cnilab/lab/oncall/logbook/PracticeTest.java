package dev.cnilab.lab.oncall.logbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Roster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeTest {

  private static final Roster ROSTER = Roster.ofCatalogue();

  @TempDir private Path folder;
  private Logbook logbook;
  private Practice practice;

  @BeforeEach
  void open() {
    logbook = new Logbook(folder.resolve("oncall.json"));
    practice = practice(incident -> true);
  }

  private Practice practice(Predicate<Incident> wanted) {
    return new Practice(ROSTER, logbook, new Random(1), wanted);
  }

  private void played(Incident incident, boolean well) {
    Duration time = Duration.ofMinutes(1);
    logbook.add(
        new Played(
            Instant.parse("2026-01-01T00:00:00Z"),
            incident.seed(),
            incident.fault().name(),
            incident.fault().kind(),
            incident.plugin(),
            incident.fault().level(),
            well,
            well,
            time,
            time,
            0));
  }

  private int nextLevel(boolean well) {
    Incident next = practice.next();
    played(next, well);
    return next.fault().level();
  }

  @Test
  void each_incident_is_one_level_harder_while_they_are_solved() {
    assertThat(Stream.generate(() -> nextLevel(true)).limit(6))
        .containsExactly(1, 2, 3, 4, ROSTER.hardest(), ROSTER.hardest());
  }

  @Test
  void a_missed_incident_is_followed_by_an_easier_one() {
    assertThat(Stream.of(true, true, false, false, false, true).map(this::nextLevel))
        .containsExactly(1, 2, 3, 2, 1, 1);
  }

  @Test
  void a_missed_kind_is_drawn_more_often() {
    Incident missed =
        ROSTER.drawn(new Random(3), each -> each.fault().level() == 1, java.util.Set.of());
    played(missed, false);
    assertThat(Stream.generate(practice::next).limit(20))
        .filteredOn(each -> each.fault().kind().equals(missed.fault().kind()))
        .hasSizeGreaterThan(5);
  }

  @Test
  void practice_continues_with_the_only_level_that_exists() {
    practice = practice(incident -> incident.fault().level() == 2);
    assertThat(practice).hasNext();
    assertThat(Stream.of(true, true, false, false).map(this::nextLevel)).containsOnly(2);
  }

  @Test
  void practice_without_a_matching_incident_fails() {
    assertThatThrownBy(() -> practice(incident -> false).next()).isInstanceOf(LabException.class);
  }
}
