package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task whose steps take far longer than the work that they count. */
class OverdueTaskTest {
  private final EventLoop loop = new EventLoop(1, Instant.EPOCH, Pace.REAL_TIME);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void other_events_run_between_the_steps_of_an_overdue_task() {
    List<String> history = new ArrayList<>();
    Task task =
        loop.call(
            () -> {
              RunGroup group = loop.runQueue().newGroup();
              return loop.spawn("slow", () -> work(group, history));
            });
    loop.call(() -> loop.schedule(Duration.ofMillis(1), () -> history.add("other")));

    while (!loop.call(task::isFinished)) {
      Thread.onSpinWait();
    }

    assertThat(history).endsWith("step").contains("other");
    assertThat(history.indexOf("other")).isLessThan(3);
  }

  private static void work(RunGroup group, List<String> history) {
    for (int i = 0; i < 6; i++) {
      long end = System.nanoTime() + Duration.ofMillis(20).toNanos();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      history.add("step");
      group.work(1);
    }
  }
}
