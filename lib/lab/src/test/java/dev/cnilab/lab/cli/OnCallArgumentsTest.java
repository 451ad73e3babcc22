package dev.cnilab.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.benchmark.Cases;
import dev.cnilab.lab.benchmark.ProgramLimits;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.incident.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OnCallArgumentsTest {

  @Test
  void faults_plugins_and_proxies_are_parsed() {
    OnCallArguments wanted =
        OnCallArguments.of(List.of("--verify", "conflist-gone", "--cni", "calico", "--seed", "7"));
    assertThat(wanted.task()).isEqualTo(OnCallArguments.Task.VERIFY);
    assertThat(wanted.names()).containsExactly("conflist-gone");
    assertThat(wanted.plugins()).containsExactly("calico");
    assertThat(wanted.proxies()).isEmpty();
    assertThat(OnCallArguments.of(List.of("--proxy", "nftables")).proxies())
        .containsExactly("nftables");
    assertThat(wanted.seed()).hasValue(7);
  }

  @Test
  void play_is_the_default_task() {
    assertThat(OnCallArguments.of(List.of()).task()).isEqualTo(OnCallArguments.Task.PLAY);
  }

  @Test
  void level_and_plugin_select_the_incidents() {
    Roster roster = Roster.ofCatalogue();
    OnCallArguments wanted = OnCallArguments.of(List.of("--level", "2", "--cni", "flannel"));
    assertThat(wanted.levels(4)).containsExactly(OptionalInt.of(2));
    assertThat(LongStream.range(1, 500).mapToObj(roster::incident))
        .filteredOn(incident -> wanted.fits(incident, wanted.level()))
        .isNotEmpty()
        .allMatch(each -> each.fault().level() == 2 && each.plugin().equals("flannel"));
  }

  @Test
  void a_shift_gets_harder_up_to_the_hardest_level() {
    assertThat(OnCallArguments.of(List.of("--shift")).levels(4))
        .containsExactly(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(3));
    assertThat(OnCallArguments.of(List.of("--shift", "--level", "3")).levels(4))
        .containsExactly(OptionalInt.of(3), OptionalInt.of(4), OptionalInt.of(4));
  }

  @Test
  void an_agent_has_ten_minutes_and_unlimited_commands_by_default() {
    assertThat(OnCallArguments.of(List.of("--agent", "x")).budget())
        .isEqualTo(new ProgramLimits(Duration.ofMinutes(10), ProgramLimits.UNLIMITED));
    assertThat(
            OnCallArguments.of(List.of("--agent", "x", "--seconds", "60", "--commands", "30"))
                .budget())
        .isEqualTo(new ProgramLimits(Duration.ofMinutes(1), 30));
  }

  @Test
  void a_seed_cannot_be_combined_with_several_incidents() {
    for (String row : List.of("--shift", "--endless")) {
      assertThatThrownBy(() -> OnCallArguments.of(List.of(row, "--seed", "7")))
          .hasMessageContaining("--seed 7")
          .hasMessageContaining("not several in a row");
    }
  }

  @Test
  void a_seed_cannot_be_combined_with_other_choices() {
    for (String other : List.of("--level 3", "--cni weave", "--proxy nftables", "conflist-gone")) {
      List<String> words = new ArrayList<>(List.of("--seed", "7"));
      words.addAll(List.of(other.split(" ")));
      assertThatThrownBy(() -> OnCallArguments.of(words))
          .hasMessageContaining("--seed 7")
          .hasMessageContaining("a seed says all of an incident");
    }
  }

  @Test
  void wrong_options_and_values_are_rejected_by_name() {
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--verfy")))
        .hasMessageContaining("--verfy")
        .hasMessageContaining("./lab oncall --list");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--seed", "x")))
        .hasMessageContaining("--seed x");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--level", "6")))
        .hasMessageContaining("from 1 to 5");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--cni")))
        .hasMessageContaining("nothing follows");
  }

  @Test
  void a_suite_has_every_possible_fault_of_a_plugin_and_names_the_rest() {
    Roster roster = Roster.ofCatalogue();
    Cases cases =
        OnCallArguments.of(List.of("--suite", "--agent", "x", "--cni", "weave")).cases(roster);

    assertThat(cases.incidents()).allMatch(each -> each.plugin().equals("weave"));
    assertThat(cases.incidents())
        .extracting(each -> each.fault().name())
        .containsExactlyElementsOf(
            roster.faults().stream()
                .filter(each -> each.plugins().contains("weave"))
                .map(Outline::name)
                .toList());
    assertThat(cases.leftOut()).hasSize(roster.faults().size() - cases.incidents().size());
    assertThat(cases.leftOut()).contains("fdb-lost").doesNotContain("service-selector");
  }

  @Test
  void impossible_combinations_are_rejected_with_the_possible_ones() {
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--suite", "--cni", "weave", "fdb-lost")))
        .hasMessageContaining("fdb-lost: it cannot be made on weave, but on flannel");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--verify", "--cni", "weaver")))
        .hasMessageContaining("--cni weaver")
        .hasMessageContaining("bridge, calico, cilium, flannel, weave");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--verify", "--proxy", "ipvs")))
        .hasMessageContaining("iptables, nftables");
    assertThatThrownBy(() -> OnCallArguments.of(List.of("--suite", "--seed", "7")))
        .hasMessageContaining("--seeds N");
  }
}
