package dev.cnilab.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginalStateTest {

  /** As on a node of a real cluster where the last pods with a network were CoreDNS's. */
  @Test
  void a_bridge_mtu_that_changed_because_pods_moved_is_not_reported() {
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
