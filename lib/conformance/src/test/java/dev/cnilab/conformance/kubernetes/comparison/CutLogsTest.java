package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CutLogsTest {
  private static final List<AnswerLine> CAPTURED = logs("Waiting for caches", "watching", "ready");

  @Test
  void only_logs_with_a_tail_are_cut_logs() {
    assertThat(CutLogs.shows("kubectl logs a --tail=2")).isTrue();
    assertThat(CutLogs.shows("kubectl -n b logs ds/a --tail=2 --prefix")).isTrue();
    assertThat(CutLogs.shows("kubectl logs a --tail=2 | grep x")).isFalse();
    assertThat(CutLogs.shows("kubectl logs a --tail=-1")).isFalse();
    assertThat(CutLogs.shows("kubectl logs a")).isFalse();
  }

  @Test
  void cut_logs_may_begin_at_different_lines() {
    assertThat(compare(logs("Starting on port 80", "watching", "ready")).isNone()).isTrue();
  }

  @Test
  void cut_logs_must_agree_after_their_first_common_line() {
    assertThat(compare(logs("Starting on port 80", "watching", "gone")).surplus()).hasSize(2);
    assertThat(compare(logs("Waiting for caches", "asleep", "ready")).missing()).hasSize(2);
  }

  /** The same lines of two pods. */
  private static List<AnswerLine> logs(String... lines) {
    return Stream.of("a", "b")
        .flatMap(pod -> Stream.of(lines).map(line -> "[pod/" + pod + "/x] " + line))
        .map(AnswerLine::of)
        .toList();
  }

  private static Difference compare(List<AnswerLine> answer) {
    Difference difference =
        Difference.of(
            CAPTURED,
            answer,
            Order.AS_IT_CAME,
            new Correspondences(),
            Duration.ZERO,
            Difference.Chances.NONE);
    return CutLogs.compare(difference, CAPTURED, answer);
  }
}
