package dev.cnilab.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.incident.Incident;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentScoreTest {

  @ParameterizedTest
  @CsvSource({"0, none", "1, 1 thing", "2, 2 things"})
  void a_score_counts_the_damage(int count, String said) {
    Outline fault = Catalogue.outlines().getFirst();
    Incident incident = new Incident(1, fault, fault.grounds().getFirst(), List.of());
    List<String> damage = List.of("a", "b").subList(0, count);
    IncidentScore score = new IncidentScore(incident, true, true, "", damage, List.of(), 9, 0, 1.5);
    assertThat(score.line()).contains(said + " ").endsWith("1.5 s");
  }
}
