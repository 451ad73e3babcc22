package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CoalescerTest {
  private static final Duration TEN = Duration.ofMillis(10);
  private static final Duration TWENTY = Duration.ofMillis(20);

  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final List<Duration> runs = new ArrayList<>();
  private final Coalescer coalescer =
      new Coalescer(loop, () -> runs.add(Duration.ofNanos(loop.nanoTime())));

  private List<Duration> after(Runnable requests) {
    loop.call(
        () -> {
          requests.run();
          return true;
        });
    loop.advance(Duration.ofSeconds(1));
    return loop.call(() -> List.copyOf(runs));
  }

  @Test
  void the_work_is_done_once_when_the_first_request_is_due() {
    List<Duration> done =
        after(
            () -> {
              coalescer.request(TEN);
              coalescer.request(TWENTY);
            });
    assertThat(done).containsExactly(TEN);
  }

  @Test
  void a_request_after_the_work_runs_the_work_again() {
    List<Duration> done =
        after(
            () -> {
              coalescer.request(TEN);
              loop.schedule(TWENTY, () -> coalescer.request(TEN));
            });
    assertThat(done).containsExactly(TEN, TEN.plus(TWENTY));
  }

  @Test
  void a_coalescer_is_pending_until_the_work_begins() {
    List<Boolean> pending = new ArrayList<>();
    after(
        () -> {
          coalescer.request(TEN);
          pending.add(coalescer.isPending());
          loop.schedule(TWENTY, () -> pending.add(coalescer.isPending()));
        });
    assertThat(pending).containsExactly(true, false);
  }

  @Test
  void a_closed_coalescer_does_no_work() {
    List<Duration> done =
        after(
            () -> {
              coalescer.request(TEN);
              coalescer.close();
              coalescer.request(TEN);
            });
    assertThat(done).isEmpty();
  }
}
