package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How long one event takes on the machine that computes it. */
  private static final long WORK = Duration.ofMillis(1).toNanos();

  private long wall;
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH, Pace.REAL_TIME, () -> wall);

  @Test
  void a_timer_that_is_set_again_with_next_to_no_delay_does_not_stop_the_clock() {
    repeat(20 * SECOND);
    assertThat(clock.nanoTime()).isGreaterThan(3 * SECOND);
  }

  @Test
  void a_clock_that_is_a_little_behind_shows_exactly_when_a_timer_is_due() {
    repeat(4 * SECOND);
    assertThat(clock.nanoTime()).isEqualTo(4 * SECOND / WORK);
  }

  @Test
  void a_clock_that_is_far_behind_never_overtakes_the_wall_clock() {
    wall = 3600 * SECOND;
    for (int i = 0; i < 1000; i++) {
      clock.reachDue(clock.nanoTime() + 1);
      assertThat(clock.nanoTime()).isLessThan(wall);
    }
  }

  @Test
  void a_clock_that_falls_behind_after_a_jump_does_not_overtake_the_wall_clock() {
    clock.reachDue(SECOND);
    clock.jump(1);
    clock.reachDue(3600 * SECOND);
    clock.jump(-1);
    wall += 6 * SECOND;
    clock.reachDue(clock.nanoTime() + 1);
    assertThat(clock.nanoTime()).isLessThan(3606 * SECOND);
  }

  @Test
  void a_clock_that_jumps_stops_at_each_timer() {
    clock.jump(1);
    repeat(20 * SECOND);
    assertThat(clock.nanoTime()).isEqualTo(20 * SECOND / WORK);
  }

  /** Lets a timer that is due after a nanosecond be set again and again for some time. */
  private void repeat(long forNanos) {
    for (long end = wall + forNanos; wall < end; wall += WORK) {
      clock.reachDue(clock.nanoTime() + 1);
    }
  }
}
