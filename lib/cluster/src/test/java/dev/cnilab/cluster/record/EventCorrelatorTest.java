package dev.cnilab.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventCorrelatorTest {
  private static final ObjectReference POD =
      new ObjectReference("Pod", "default", "m", "u-1", "v1", "7", "");
  private final EventCorrelator correlator = new EventCorrelator();
  private Instant now = Instant.parse("2026-11-23T22:50:24Z");
  private int names;

  @Test
  void a_repeated_event_increments_the_count_of_the_first() {
    Event first = happen("network is not ready").orElseThrow();
    now = now.plusSeconds(2);
    Event second = happen("network is not ready").orElseThrow();
    assertThat(first.count()).isEqualTo(1);
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.name()).isEqualTo(first.name());
    assertThat(second.first()).isEqualTo(first.first());
    assertThat(second.last()).isEqualTo(now);
  }

  /** The capture flannel-m: nine single lines, then one that says x14. */
  @Test
  void the_tenth_message_within_ten_minutes_is_combined_and_counts_up() {
    List<Event> written = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      happen("Failed to create pod sandbox: " + i).ifPresent(written::add);
      now = now.plusSeconds(12);
    }
    assertThat(written.subList(0, 9)).allSatisfy(e -> assertThat(e.count()).isEqualTo(1));
    assertThat(written.get(8).message()).isEqualTo("Failed to create pod sandbox: 8");
    Event last = written.get(22);
    assertThat(last.message())
        .isEqualTo("(combined from similar events): Failed to create pod sandbox: 22");
    assertThat(last.count()).isEqualTo(14);
    assertThat(last.name()).isEqualTo(written.get(9).name());
  }

  @Test
  void messages_more_than_ten_minutes_apart_are_not_combined() {
    for (int i = 0; i < 9; i++) {
      happen("message " + i);
    }
    now = now.plus(Duration.ofMinutes(11));
    assertThat(happen("message 10").orElseThrow().message()).isEqualTo("message 10");
  }

  @Test
  void only_one_event_per_five_minutes_passes_after_25() {
    for (int i = 0; i < 25; i++) {
      assertThat(happen("again")).isPresent();
    }
    assertThat(happen("again")).isEmpty();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(happen("again").orElseThrow().count()).isEqualTo(27);
    assertThat(happen("again")).isEmpty();
  }

  @Test
  void warnings_and_normal_events_have_separate_rate_limits() {
    for (int i = 0; i < 26; i++) {
      happen("again");
    }
    assertThat(happen(EventType.NORMAL, "fine")).isPresent();
  }

  private Optional<Event> happen(String message) {
    return happen(EventType.WARNING, message);
  }

  private Optional<Event> happen(EventType type, String message) {
    Event event =
        new Event(name("m"), POD, type, "Reason", message, "kubelet", "node-1", now, now, 1);
    return correlator.correlate(event, now, this::name);
  }

  private String name(String object) {
    return object + "." + ++names;
  }
}
