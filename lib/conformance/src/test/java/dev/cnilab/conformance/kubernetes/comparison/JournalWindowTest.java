package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalWindowTest {
  private static final Instant NOW = Instant.parse("2026-11-28T23:42:00Z");
  private static final Moment MOMENT = new Moment(NOW.minusSeconds(60), NOW);

  @Test
  void only_the_first_second_of_a_journal_is_at_its_edge() {
    JournalWindow window = window("journalctl -u kubelet --since '2026-11-28 23:41:04' | cat", "");

    assertThat(window.isAtTheEdge("Nov 28 23:41:04 node-2 kubelet[1]: x")).isTrue();
    assertThat(window.isAtTheEdge("Nov 28 23:41:05 node-2 kubelet[1]: x")).isFalse();
    assertThat(window.isAtTheEdge("23:41:04 no journal's line")).isFalse();
  }

  @Test
  void lines_older_than_the_first_line_of_tail_were_cut_off() {
    String two = "Nov 28 23:41:30 node-2 a[1]: x\nNov 28 23:41:50 node-2 a[1]: y";
    JournalWindow cut = window("journalctl -u kubelet | tail -2", two);
    JournalWindow whole = window("journalctl -u kubelet | tail -3", two);
    JournalWindow other = window("journalctl -u kubelet | tail -2", "");

    assertThat(other.isBeyond(cut, "Nov 28 23:41:20 node-2 a[1]: older")).isTrue();
    assertThat(other.isBeyond(cut, "Nov 28 23:41:40 node-2 a[1]: newer")).isFalse();
    assertThat(other.isBeyond(whole, "Nov 28 23:41:20 node-2 a[1]: older")).isFalse();
  }

  @Test
  void a_window_shorter_than_the_retry_interval_is_short() {
    assertThat(window("journalctl | tail -1", "Nov 28 23:41:50 node-2 a[1]: x").isShort()).isTrue();
    assertThat(window("journalctl | tail -1", "Nov 28 23:41:30 node-2 a[1]: x").isShort())
        .isFalse();
    assertThat(window("journalctl | tail -2", "Nov 28 23:41:50 node-2 a[1]: x").isShort())
        .isFalse();
  }

  @Test
  void a_line_written_seconds_before_the_command_is_the_latest() {
    JournalWindow window = window("kubectl describe pod a", "");

    assertThat(window.isLatest("Nov 28 23:41:58 node-2 kubelet[1]: x")).isTrue();
    assertThat(window.isLatest("Nov 28 23:41:50 node-2 kubelet[1]: x")).isFalse();
    assertThat(window.isLatest("  Warning  FailedCreatePodSandBox  1s  kubelet  x")).isTrue();
    assertThat(window.isLatest("  Warning  FailedCreatePodSandBox  9s  kubelet  x")).isFalse();
    assertThat(window.isLatest("2026-11-28T23:41:59Z  2026-11-28T23:41:59Z  1  Pulled  x"))
        .isTrue();
  }

  @Test
  void the_latest_line_may_be_missing_but_not_altered() {
    String line = "Warning FailedMount 1s kubelet a volume is not there yet";
    List<AnswerLine> theirs = AnswerLine.of(List.of(line));
    List<AnswerLine> other = AnswerLine.of(List.of("Normal Pulled 2s kubelet image"));
    List<AnswerLine> altered = AnswerLine.of(List.of(line.replace("volume", "emulov")));
    Difference difference = new Difference(List.of(line), List.of());

    Difference.Chances all = new Difference.Chances(any -> true, any -> true);

    assertThat(difference.withoutChance(all, theirs, other).isNone()).isTrue();
    assertThat(difference.withoutChance(all, theirs, altered).isNone()).isFalse();
  }

  private static JournalWindow window(String command, String answer) {
    return JournalWindow.of(new Transcript.Typed("node-2", command, answer), MOMENT);
  }
}
