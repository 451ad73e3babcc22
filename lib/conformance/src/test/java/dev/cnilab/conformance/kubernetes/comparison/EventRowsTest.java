package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRowsTest {
  private static final String PULLED = "  Normal   Pulled     8s  kubelet  Container image present";
  private static final String MOUNT = "  Warning  FailedMount  5s (x5 over 15s)  kubelet  no map";

  @Test
  void the_order_of_events_seconds_apart_is_ignored() {
    assertThat(
            difference(List.of(PULLED, MOUNT), List.of(MOUNT.replace("5s (x5", "9s (x5"), PULLED))
                .isNone())
        .isTrue();
  }

  @Test
  void the_order_of_events_within_a_second_is_compared() {
    String created = "  Normal   Created    8s  kubelet  Container created";

    assertThat(difference(List.of(PULLED, created), List.of(created, PULLED)).isNone()).isFalse();
  }

  @Test
  void event_rows_out_of_time_order_are_found() {
    List<AnswerLine> rows = AnswerLine.of(List.of(MOUNT, PULLED));

    assertThat(new EventRows(rows).outOfTime()).hasSize(1);
    assertThat(new EventRows(rows.reversed()).outOfTime()).isEmpty();
    assertThat(
            new EventRows(
                    AnswerLine.of(
                        List.of(
                            "2026-11-28T22:11:15Z  2026-11-28T22:11:15Z  1  Pulled  a",
                            "2026-11-28T22:11:14Z  2026-11-28T22:11:20Z  2  Killing  b")))
                .outOfTime())
        .hasSize(1);
  }

  private static Difference difference(List<String> captured, List<String> answer) {
    List<AnswerLine> theirs = AnswerLine.of(captured);
    List<AnswerLine> ours = AnswerLine.of(answer);
    return Difference.of(
            theirs,
            ours,
            Order.AS_PRINTED,
            new Correspondences(),
            Duration.ZERO,
            Difference.Chances.NONE)
        .withDisorder(theirs, ours, Order.AS_PRINTED);
  }
}
