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
  void a_condition_that_already_holds_causes_no_pause() {
    assertThat(await("sun", Look.found("sun", "shining"))).isEqualTo("sun");
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_waiter_looks_again_until_the_condition_holds() {
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
  void a_timeout_reports_the_last_look_and_the_cause() {
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
  void an_interrupted_wait_reports_the_last_look() {
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
