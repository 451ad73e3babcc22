package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The taint that evicts goes a little later than the node is ready. */
class TaintsAfterReadyTest {
  private static final String TAINT = "Taints:             node.kubernetes.io/not-ready:NoExecute";
  private static final Transcript.Typed DESCRIBED =
      new Transcript.Typed(
          "",
          "kubectl describe node node-2",
          TAINT
              + "\nConditions:\n  Ready                True    Sat, 28 Nov 2026 22:43:51 +0000   Sat, 28"
              + " Nov 2026 22:43:51 +0000   KubeletReady                 kubelet is posting ready"
              + " status\n");

  @Test
  void soon_after_a_node_is_ready_it_may_have_the_taint_or_not() {
    TaintsAfterReady taints = TaintsAfterReady.of(DESCRIBED, Instant.parse("2026-11-28T22:43:55Z"));

    assertThat(taints.isByChance(TAINT)).isTrue();
    assertThat(taints.isByChance("Taints:             <none>")).isTrue();
    assertThat(taints.isByChance("Taints:  node.kubernetes.io/not-ready:NoSchedule")).isFalse();
    assertThat(taints.isByChance("Unschedulable:      false")).isFalse();
  }

  @Test
  void later_it_must_not() {
    TaintsAfterReady taints = TaintsAfterReady.of(DESCRIBED, Instant.parse("2026-11-28T22:44:05Z"));

    assertThat(taints.isByChance(TAINT)).isFalse();
  }
}
