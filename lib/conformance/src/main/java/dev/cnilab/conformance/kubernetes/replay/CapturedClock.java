package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Maps the captured cluster's clock to this one's. They drift apart where a command takes longer
 * here, or a wait is shorter.
 */
final class CapturedClock {
  private final EventLoop loop;

  /** By how much this clock is behind, or ahead if negative, from a captured instant on. */
  private final NavigableMap<Instant, Duration> late =
      new TreeMap<>(Map.of(Instant.EPOCH, Duration.ZERO));

  CapturedClock(EventLoop loop) {
    this.loop = loop;
  }

  Instant now() {
    return loop.call(loop::now);
  }

  /** This cluster's time for an instant of the captured clock. */
  Instant ours(Instant captured) {
    return captured.plus(late.floorEntry(captured).getValue());
  }

  /** Advances time to an instant of the captured clock. */
  void pass(Instant captured) {
    Duration ahead = Duration.between(now(), ours(captured));
    if (ahead.isPositive()) {
      loop.advance(ahead);
    } else {
      happened(captured);
    }
  }

  /** Notes that what happened at an instant of the captured clock has happened here now. */
  void happened(Instant captured) {
    late.put(captured, Duration.between(captured, now()));
  }

  void advance(Duration time) {
    loop.advance(time);
  }
}
