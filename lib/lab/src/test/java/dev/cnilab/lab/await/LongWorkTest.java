package dev.cnilab.lab.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LongWorkTest {

  private final List<String> shown = new ArrayList<>();
  private final CountDownLatch announced = new CountDownLatch(2);
  private final LongWork patient = new LongWork(Duration.ofMillis(1), this::show);

  private void show(View view) {
    shown.add(view.text());
    announced.countDown();
  }

  private String untilAnnouncedTwice() {
    try {
      announced.await();
      return "started";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_wait_announces_what_it_waits_for_and_for_how_long() {
    assertThat(patient.await("a cluster to start", this::untilAnnouncedTwice)).isEqualTo("started");
    assertThat(shown)
        .allMatch(text -> text.matches("Waiting for a cluster to start \\(\\d+ s\\)\\."));
  }

  @Test
  void a_wait_fails_with_the_exception_of_its_work() {
    assertThatThrownBy(
            () ->
                patient.await(
                    "rain",
                    () -> {
                      throw new IllegalArgumentException("no cloud");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no cloud");
  }

  @Test
  void an_interrupted_wait_names_what_it_waited_for() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> patient.await("doomsday", this::untilAnnouncedTwice))
        .hasMessageContaining("was interrupted")
        .hasMessageContaining("doomsday");
  }
}
