package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  @Test
  void events_run_in_order_of_time_and_then_of_arrival() {
    List<String> order = new ArrayList<>();
    loop.call(
        () -> {
          loop.schedule(Duration.ofSeconds(2), () -> order.add("c"));
          loop.schedule(Duration.ofSeconds(1), () -> order.add("a"));
          return loop.schedule(Duration.ofSeconds(1), () -> order.add("b"));
        });
    loop.advance(Duration.ofSeconds(3));
    assertThat(loop.call(() -> List.copyOf(order))).containsExactly("a", "b", "c");
  }

  @Test
  void the_clock_stands_still_while_nobody_waits() {
    Instant before = loop.now();
    loop.call(() -> loop.schedule(Duration.ofSeconds(1), () -> {}));
    assertThat(loop.now()).isEqualTo(before);
    loop.advance(Duration.ofSeconds(5));
    assertThat(loop.now()).isEqualTo(before.plusSeconds(5));
  }

  @Test
  void an_event_in_the_extreme_future_or_past_does_not_disturb_the_clock() {
    loop.call(() -> loop.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}));
    loop.call(() -> loop.schedule(Duration.ofSeconds(Long.MIN_VALUE), () -> {}));
    Instant before = loop.now();
    loop.advance(Duration.ofSeconds(5));
    assertThat(loop.now()).isEqualTo(before.plusSeconds(5));
  }

  @Test
  void tasks_run_one_at_a_time_and_sleep_takes_virtual_time() {
    List<String> order = new ArrayList<>();
    loop.call(
        () -> {
          for (String name : List.of("x", "y")) {
            loop.spawn(
                name,
                () -> {
                  for (int i = 0; i < 3; i++) {
                    order.add(name + i);
                    loop.sleep(Duration.ofSeconds(1));
                  }
                });
          }
          return true;
        });
    loop.advance(Duration.ofSeconds(10));
    assertThat(order).containsExactly("x0", "y0", "x1", "y1", "x2", "y2");
  }

  @Test
  void a_halted_task_resumes_only_when_it_is_told_to_proceed() {
    List<String> done = new ArrayList<>();
    Task task =
        loop.call(
            () ->
                loop.spawn(
                    "halted",
                    () -> {
                      loop.sleep(Duration.ofSeconds(1));
                      done.add("slept until " + loop.now());
                      loop.currentTask().halt();
                      done.add("went on at " + loop.now());
                    }));
    loop.call(
        () -> {
          task.halt();
          loop.schedule(Duration.ofSeconds(5), task::proceed);
          return loop.schedule(Duration.ofSeconds(7), task::proceed);
        });
    loop.advance(Duration.ofSeconds(10));
    assertThat(done)
        .containsExactly("slept until 2026-01-01T00:00:05Z", "went on at 2026-01-01T00:00:07Z");
  }

  @Test
  void a_wait_queue_wakes_a_task_or_times_out() {
    WaitQueue queue = new WaitQueue(loop);
    List<Boolean> woken = new ArrayList<>();
    loop.call(
        () -> {
          loop.schedule(Duration.ofSeconds(1), queue::wakeAll);
          return loop.spawn(
              "waiter",
              () -> {
                woken.add(queue.await(Duration.ofSeconds(5)));
                woken.add(queue.await(Duration.ofSeconds(5)));
              });
        });
    loop.advance(Duration.ofSeconds(20));
    assertThat(woken).containsExactly(true, false);
  }

  @Test
  void an_interrupted_task_leaves_its_wait_with_an_exception() {
    List<String> seen = new ArrayList<>();
    Task task =
        loop.call(
            () ->
                loop.spawn(
                    "sleeper",
                    () -> {
                      try {
                        loop.sleep(Duration.ofHours(1));
                      } catch (TaskInterrupted interrupted) {
                        seen.add(interrupted.getMessage());
                        throw interrupted;
                      }
                    }));
    loop.advance(Duration.ofSeconds(1));
    loop.execute(task::interrupt);
    loop.advance(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("sleeper was interrupted while it waited");
    assertThat(task.isFinished()).isTrue();
  }

  @Test
  void an_uncaught_exception_without_a_listener_is_thrown_on_close() {
    EventLoop loop = EventLoop.onDemand(1);
    loop.execute(
        () -> {
          throw new IllegalStateException("a defect");
        });
    loop.call(() -> true);

    assertThatThrownBy(loop::close).hasStackTraceContaining("a defect");
    loop.close();
  }

  @Test
  void a_loop_with_a_listener_for_uncaught_exceptions_closes_normally() {
    List<Throwable> told = new ArrayList<>();
    try (EventLoop loop = EventLoop.onDemand(1)) {
      loop.onUncaught(told::add);
      loop.call(() -> loop.spawn("faulty", () -> List.of().getFirst()));
      loop.advance(Duration.ofSeconds(1));
    }

    assertThat(told).hasSize(1);
  }

  @Test
  void an_exception_of_an_action_reaches_its_caller() {
    assertThatThrownBy(
            () ->
                loop.call(
                    () -> {
                      throw new IllegalArgumentException("no such link: eth7");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such link: eth7");
  }

  @Test
  void only_a_task_of_the_loop_may_wait() {
    assertThatThrownBy(() -> loop.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a task of the loop may wait");
  }

  @Test
  void advance_moves_a_real_time_loop_ahead_of_the_wall_clock() {
    try (EventLoop real = new EventLoop(1, Instant.EPOCH, Pace.REAL_TIME)) {
      real.advance(Duration.ofHours(1));
      assertThat(real.now()).isAfterOrEqualTo(Instant.EPOCH.plusSeconds(3600));
      assertThat(real.now()).isBefore(Instant.EPOCH.plusSeconds(3660));
    }
  }

  @Test
  void a_real_time_loop_can_switch_to_on_demand_and_back() {
    try (EventLoop real = new EventLoop(1, Instant.EPOCH, Pace.REAL_TIME)) {
      real.pace(Pace.ON_DEMAND);
      CompletableFuture<Instant> passed = new CompletableFuture<>();
      real.execute(
          () -> {
            EventLoop.Waiting waiting = real.waiting();
            real.schedule(
                Duration.ofHours(1),
                () -> {
                  passed.complete(real.now());
                  waiting.close();
                });
          });
      assertThat(passed.orTimeout(30, TimeUnit.SECONDS).join())
          .isAfterOrEqualTo(Instant.EPOCH.plusSeconds(3600));
      Instant stands = real.now();
      assertThat(real.call(real::now)).isEqualTo(stands);
      real.pace(Pace.REAL_TIME);
      CompletableFuture<Instant> later = new CompletableFuture<>();
      real.execute(() -> real.schedule(Duration.ofMillis(5), () -> later.complete(real.now())));
      assertThat(later.orTimeout(30, TimeUnit.SECONDS).join())
          .isBetween(stands.plusMillis(5), stands.plusSeconds(31));
    }
  }

  @Test
  void a_call_to_a_stuck_loop_fails_with_the_stack_of_the_stuck_event()
      throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    loop.execute(
        () -> {
          stuck.countDown();
          try {
            release.await();
          } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
          }
        });
    stuck.await();
    assertThatThrownBy(() -> loop.call(() -> true, Duration.ofMillis(20)))
        .isInstanceOf(LoopStuckException.class)
        .hasMessageContaining("has been in one event for 0 s, at ")
        .hasMessageContaining("start the cluster again")
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace())
                    .anySatisfy(at -> assertThat(at.getClassName()).contains("EventLoopTest")));
    release.countDown();
    assertThat(loop.call(() -> true)).isTrue();
  }
}
