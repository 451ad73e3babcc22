package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTest {

  @Test
  void faults_and_plugins_can_be_named() {
    Wanted wanted =
        Wanted.of(List.of("--verify", "conflist-gone", "--cni", "calico", "--seed", "7"));
    assertThat(wanted.task()).isEqualTo(Wanted.Task.VERIFY);
    assertThat(wanted.names()).containsExactly("conflist-gone");
    assertThat(wanted.plugins()).containsExactly("calico");
    assertThat(wanted.seed()).hasValue(7);
  }

  @Test
  void what_is_not_known_is_refused_by_name() {
    assertThatThrownBy(() -> Wanted.of(List.of("--verfy")))
        .hasMessageContaining("--verfy")
        .hasMessageContaining("./lab oncall --list");
    assertThatThrownBy(() -> Wanted.of(List.of("--seed", "x"))).hasMessageContaining("--seed x");
    assertThatThrownBy(() -> Wanted.of(List.of("--cni"))).hasMessageContaining("nothing follows");
  }
}
