package dev.cnilab.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginalStateTest {

  /** As on a node of a real cluster where the last pods with a network were CoreDNS's. */
  @Test
  void the_mtu_of_a_bridge_whose_pods_have_moved_is_nothing_left_behind() {
    List<String> changes =
        List.of(
            "- node node-1: link cni0 mtu 1450",
            "+ node node-1: link cni0 mtu 1500",
            "+ node node-2: link cni0 up",
            "+ node node-2: link flannel.1 mtu 1400");

    assertThat(OriginalState.remaining(changes, List.of("+ node node-2: link cni0 up")))
        .containsExactly("+ node node-2: link flannel.1 mtu 1400");
  }
}
