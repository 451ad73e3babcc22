package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue queue = new TimerQueue();
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  @Test
  void a_canceled_timer_leaves_the_queue_at_once() {
    Timer far = timer(Duration.ofDays(1).toNanos(), 0);
    queue.add(far);
    queue.add(timer(1, 1));
    far.cancel();
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void canceling_a_finished_timer_again_has_no_effect() {
    Timer timer = timer(1, 0);
    queue.add(timer);
    queue.remove(timer);
    timer.cancel();
    timer.cancel();
    assertThat(queue.first()).isNull();
  }

  @Test
  void timers_leave_the_queue_in_order_of_their_due_time() {
    Random random = new Random(7);
    List<Timer> expected = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Timer timer = timer(random.nextInt(100), i);
      queue.add(timer);
      expected.add(timer);
      if (random.nextInt(3) == 0) {
        expected.remove(random.nextInt(expected.size())).cancel();
      }
    }
    expected.sort(Comparator.comparingLong(Timer::due)); // stable: equal instants keep their order
    assertThat(drain()).containsExactlyElementsOf(expected);
  }

  @Test
  void events_of_a_lane_and_of_the_loop_run_in_due_order() {
    List<Integer> happened = new ArrayList<>();
    Lane lane = loop.call(loop::newLane);
    loop.call(
        () -> {
          for (int i = 0; i < 10; i++) {
            int each = i;
            lane.schedule(10 * i, () -> happened.add(each * 10));
            loop.schedule(10 * i + 5, () -> happened.add(each * 10 + 5));
          }
          return lane.size();
        });
    loop.advance(Duration.ofMillis(1));
    assertThat(happened)
        .containsExactlyElementsOf(IntStream.range(0, 20).map(i -> i * 5).boxed().toList());
    assertThat(lane.size()).isZero();
  }

  @Test
  void events_of_a_lane_keep_their_order_of_arrival() {
    List<String> happened = new ArrayList<>();
    loop.call(
        () -> {
          Lane lane = loop.newLane();
          lane.schedule(20, () -> happened.add("slow"));
          lane.schedule(10, () -> happened.add("fast"));
          return loop.schedule(15, () -> happened.add("other"));
        });
    loop.advance(Duration.ofMillis(1));
    assertThat(happened).containsExactly("other", "slow", "fast");
  }

  private Timer timer(long due, long sequence) {
    return new Timer(queue, due, sequence, () -> {}, null);
  }

  private List<Timer> drain() {
    List<Timer> drained = new ArrayList<>();
    for (Timer first = queue.first(); first != null; first = queue.first()) {
      queue.remove(first);
      drained.add(first);
    }
    return drained;
  }
}
