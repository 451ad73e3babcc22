package dev.cnilab.lab.oncall.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Outline;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RosterTest {

  private static final Roster ROSTER = Roster.ofCatalogue();

  @Test
  void the_same_seed_gives_the_same_incident() {
    assertThat(ROSTER.incident(4711)).isEqualTo(Roster.ofCatalogue().incident(4711));
    assertThat(ROSTER.incident(4711).typed()).isEqualTo("./lab oncall --seed 4711");
  }

  @Test
  void seeds_reach_every_fault_with_two_kinds_of_noise() {
    List<Incident> many = LongStream.rangeClosed(1, 2000).mapToObj(ROSTER::incident).toList();
    assertThat(many.stream().map(Incident::fault).distinct())
        .containsExactlyInAnyOrderElementsOf(ROSTER.faults());
    assertThat(many)
        .allSatisfy(each -> assertThat(each.noise()).hasSize(2).doesNotHaveDuplicates());
  }

  @Test
  void a_fault_of_several_proxy_modes_is_drawn_in_each() {
    Outline fault = Catalogue.outline("service-selector");
    assertThat(LongStream.rangeClosed(1, 50).mapToObj(seed -> ROSTER.incident(seed, fault)))
        .extracting(incident -> incident.ground().proxy())
        .contains("iptables", "nftables");
  }

  @Test
  void a_new_fault_changes_only_the_seeds_that_draw_it() {
    Roster without = new Roster(ROSTER.faults().subList(1, ROSTER.faults().size()), ROSTER.noise());
    assertThat(LongStream.rangeClosed(1, 500))
        .filteredOn(seed -> !ROSTER.incident(seed).equals(without.incident(seed)))
        .allSatisfy(
            seed ->
                assertThat(ROSTER.incident(seed).fault()).isEqualTo(ROSTER.faults().getFirst()));
  }

  @Test
  void a_drawn_incident_satisfies_its_condition() {
    Random random = new Random(1);
    assertThat(Stream.generate(() -> drawn(random, 4, Set.of())).limit(20))
        .allMatch(incident -> incident.fault().level() == 4);
  }

  @Test
  void a_missed_kind_is_drawn_more_often() {
    Random random = new Random(1);
    assertThat(Stream.generate(() -> drawn(random, 3, Set.of("packets-late"))).limit(20))
        .filteredOn(incident -> incident.fault().kind().equals("packets-late"))
        .hasSizeBetween(6, 15);
  }

  @Test
  void no_incident_is_drawn_when_none_qualifies() {
    assertThatThrownBy(() -> ROSTER.drawn(new Random(1), incident -> false, Set.of()))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("could not draw an incident");
  }

  private static Incident drawn(Random random, int level, Set<String> missed) {
    return ROSTER.drawn(random, incident -> incident.fault().level() == level, missed);
  }

  static Stream<String> noises() {
    return Noise.names().stream();
  }

  @ParameterizedTest
  @MethodSource("noises")
  void all_noise_is_in_another_namespace(String name) {
    for (String manifest : Noise.manifest(name).split("(?m)^---$")) {
      assertThat(Yaml.parse(manifest).text("/metadata/namespace")).isEqualTo("backoffice");
    }
  }
}
