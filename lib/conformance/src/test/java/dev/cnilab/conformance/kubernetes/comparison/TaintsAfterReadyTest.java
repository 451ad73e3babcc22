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

  @Test
  void the_later_of_two_nodes_decides_for_both_answers() {
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
