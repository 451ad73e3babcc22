package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JournalWindowTest {
  private static final Instant NOW = Instant.parse("2026-11-28T23:42:00Z");
  private static final Moment MOMENT = new Moment(NOW.minusSeconds(60), NOW);

  @Test
  void the_second_from_which_on_a_journal_is_read_is_an_edge_and_the_next_is_not() {
    JournalWindow window = window("journalctl -u kubelet --since '2026-11-28 23:41:04' | cat", "");

    assertThat(window.isAtTheEdge("Nov 28 23:41:04 node-2 kubelet[1]: x")).isTrue();
    assertThat(window.isAtTheEdge("Nov 28 23:41:05 node-2 kubelet[1]: x")).isFalse();
    assertThat(window.isAtTheEdge("23:41:04 no journal's line")).isFalse();
  }

  @Test
  void what_is_older_than_the_first_line_that_tail_has_left_was_cut_off() {
    String two = "Nov 28 23:41:30 node-2 a[1]: x\nNov 28 23:41:50 node-2 a[1]: y";
    JournalWindow cut = window("journalctl -u kubelet | tail -2", two);
    JournalWindow whole = window("journalctl -u kubelet | tail -3", two);
    JournalWindow other = window("journalctl -u kubelet | tail -2", "");

    assertThat(other.isBeyond(cut, "Nov 28 23:41:20 node-2 a[1]: older")).isTrue();
    assertThat(other.isBeyond(cut, "Nov 28 23:41:40 node-2 a[1]: newer")).isFalse();
    assertThat(other.isBeyond(whole, "Nov 28 23:41:20 node-2 a[1]: older")).isFalse();
  }

  private static JournalWindow window(String command, String answer) {
    return JournalWindow.of(new Transcript.Typed("node-2", command, answer), MOMENT);
  }
}
