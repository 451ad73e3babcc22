package dev.cnilab.conformance.kubernetes.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Pace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CapturedClockTest {
  private static final Instant START = Instant.parse("2026-11-28T22:00:00Z");

  @Test
  void a_wait_lasts_as_long_after_its_event_as_the_captured_one() {
    try (EventLoop loop = new EventLoop(1, START, Pace.ON_DEMAND)) {
      CapturedClock clock = new CapturedClock(loop);
      clock.pass(START.plusSeconds(10));
      clock.happened(START.plusSeconds(14)); // here it happened 4 s earlier

      clock.pass(START.plusSeconds(20));

      assertThat(Duration.between(START, clock.now())).isEqualTo(Duration.ofSeconds(16));
      assertThat(clock.ours(START.plusSeconds(5))).isEqualTo(START.plusSeconds(5));
      assertThat(clock.ours(START.plusSeconds(15))).isEqualTo(START.plusSeconds(11));
    }
  }

  @Test
  void a_slower_command_delays_the_following_ones() {
    try (EventLoop loop = new EventLoop(1, START, Pace.ON_DEMAND)) {
      CapturedClock clock = new CapturedClock(loop);
      clock.advance(Duration.ofSeconds(7));

      clock.pass(START.plusSeconds(5));

      assertThat(clock.ours(START.plusSeconds(6))).isEqualTo(START.plusSeconds(8));
    }
  }
}
