package dev.cnilab.userland.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class JournalTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final Journal journal = new Journal(loop::now, () -> "worker-1");

  @Test
  void packed_records_read_back_unchanged() {
    List<JournalEntry> said = new ArrayList<>();
    Runnable unfollow = journal.follow(said::add);

    for (int i = 0; i < 1000; i++) {
      loop.advance(Duration.ofNanos(1_234_567));
      journal.append("kubelet.service", "kubelet", 300 + i, "line " + i + " of “many”\n\u0000");
    }
    unfollow.run();

    assertThat(said).hasSize(1000);
    assertThat(journal.entries()).isEqualTo(said);
  }

  @Test
  void the_journal_keeps_about_the_last_20000_lines() {
    for (int i = 0; i < 30_000; i++) {
      journal.append("", "kernel", 0, "line " + i);
    }

    List<JournalEntry> kept = journal.entries();
    assertThat(kept).hasSizeBetween(19_000, 20_100);
    assertThat(kept.getLast().message()).isEqualTo("line 29999");
    assertThat(kept.getFirst().message()).isEqualTo("line " + (30_000 - kept.size()));
  }

  @Test
  void similar_lines_pack_to_less_than_a_third_of_their_text() {
    List<JournalEntry> lines = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String message =
          "Started container " + Integer.toHexString(i * 77_777) + " of pod web in 0.05s";
      lines.add(new JournalEntry(loop.now(), "worker-1", "", "containerd", 200, message));
    }

    PackedEntries packed = PackedEntries.of(lines);

    assertThat(packed.unpacked()).isEqualTo(lines);
    assertThat(packed.size()).isLessThan(64 * 60 / 3);
  }
}
