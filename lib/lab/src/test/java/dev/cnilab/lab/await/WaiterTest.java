package dev.cnilab.lab.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaiterTest {

  private final List<Duration> pauses = new ArrayList<>();
  private final Waiter waiter = new Waiter(() -> new ClusterClock.Stepped(pauses::add));

  private String await(String what, Look<String> look) {
    return waiter.until(what, Duration.ofSeconds(90), () -> look, () -> "because of the weather");
  }

  @Test
  void a_condition_that_holds_already_costs_no_time() {
    assertThat(await("sun", Look.found("sun", "shining"))).isEqualTo("sun");
    assertThat(pauses).isEmpty();
  }

  @Test
  void it_looks_again_until_it_is_there_and_never_pauses_long() {
    AtomicInteger looks = new AtomicInteger();
    Integer third =
        waiter.until(
            "the third look",
            Duration.ofSeconds(90),
            () -> looks.incrementAndGet() == 30 ? Look.found(30, "now") : Look.notYet("no"),
            () -> "");
    assertThat(third).isEqualTo(30);
    assertThat(pauses).hasSize(29).allMatch(pause -> pause.toMillis() <= 500);
  }

  @Test
  void after_the_timeout_it_shows_what_it_saw_last_and_the_cause() {
    assertThatThrownBy(
            () -> await("pod web to be Ready", Look.notYet("Pending, ContainerCreating")))
        .hasMessageContaining("90 s")
        .hasMessageContaining("pod web to be Ready")
        .hasMessageContaining("ContainerCreating")
        .hasMessageContaining("because of the weather");
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(91));
  }

  @Test
  void an_interrupted_cell_ends_with_what_it_saw_last() {
    Waiter patient = new Waiter(ClusterClock.Wall::new);
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                patient.until(
                    "doomsday", Duration.ofDays(1), () -> Look.notYet("a quiet day"), () -> ""))
        .hasMessageContaining("was interrupted")
        .hasMessageContaining("a quiet day");
    assertThat(Thread.interrupted()).isFalse();
  }
}
