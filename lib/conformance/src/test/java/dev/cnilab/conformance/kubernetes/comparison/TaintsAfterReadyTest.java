package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The taint that evicts goes a little later than the node is ready. */
class TaintsAfterReadyTest {
  private static final String TAINT = "Taints:             node.kubernetes.io/not-ready:NoExecute";
  private static final Transcript.Typed DESCRIBED =
      new Transcript.Typed(
          "",
          "kubectl describe node node-2",
          TAINT
              + "\n"
              + "Conditions:\n"
              + "  Ready                True    Sat, 28 Nov 2026 22:43:51 +0000   Sat, 28 Nov 2026"
              + " 22:43:51 +0000   KubeletReady                 kubelet is posting ready status\n");

  @Test
  void a_taint_soon_after_node_readiness_is_chance() {
    TaintsAfterReady taints = TaintsAfterReady.of(DESCRIBED, Instant.parse("2026-11-28T22:43:55Z"));

    assertThat(taints.isByChance(TAINT)).isTrue();
    assertThat(taints.isByChance("Taints:             <none>")).isTrue();
    assertThat(taints.isByChance("Taints:  node.kubernetes.io/not-ready:NoSchedule")).isFalse();
    assertThat(taints.isByChance("Unschedulable:      false")).isFalse();
  }

  @Test
  void a_taint_long_after_node_readiness_is_not_chance() {
    TaintsAfterReady taints = TaintsAfterReady.of(DESCRIBED, Instant.parse("2026-11-28T22:44:05Z"));

    assertThat(taints.isByChance(TAINT)).isFalse();
  }

  @Test
  void the_later_node_decides_whether_a_taint_is_chance() {
    Transcript.Typed none =
        new Transcript.Typed(
            "", DESCRIBED.command(), DESCRIBED.output().replaceAll("node\\.\\S+", "<none>"));

    assertThat(compared(none, "22:44:05", DESCRIBED, "22:43:55").alike()).isTrue();
    assertThat(compared(none, "22:44:05", DESCRIBED, "22:44:05").alike()).isFalse();
  }

  private static ComparisonOutcome compared(
      Transcript.Typed typed, String then, Transcript.Typed again, String now) {
    Transcript transcript = new Transcript("flannel-x", Instant.EPOCH, List.of(typed));
    return new SessionComparison(
            transcript,
            new CapturedPods(transcript),
            new Correspondences(),
            UnaryOperator.identity(),
            ClusterHistory.USED)
        .of(typed, at(then), again, at(now));
  }

  private static Moment at(String time) {
    Instant now = Instant.parse("2026-11-28T" + time + "Z");
    return new Moment(Instant.parse("2026-11-28T22:40:00Z"), now);
  }
}
