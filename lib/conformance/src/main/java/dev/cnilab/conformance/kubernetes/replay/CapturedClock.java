package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What this cluster's clock shows at an instant of the captured one's. They drift apart where a
 * command takes longer here, or what was waited for comes sooner.
 */
final class CapturedClock {
  private final EventLoop loop;

  /** How far it is behind, or ahead if negative, by the captured instant from which on. */
  private final NavigableMap<Instant, Duration> late =
      new TreeMap<>(Map.of(Instant.EPOCH, Duration.ZERO));

  CapturedClock(EventLoop loop) {
    this.loop = loop;
  }

  Instant now() {
    return loop.call(loop::now);
  }

  /** This cluster's time at an instant of the captured one's. */
  Instant ours(Instant captured) {
    return captured.plus(late.floorEntry(captured).getValue());
  }

  /** Lets time pass until the captured clock showed an instant. */
  void pass(Instant captured) {
    Duration ahead = Duration.between(now(), ours(captured));
    if (ahead.isPositive()) {
      loop.advance(ahead);
    } else {
      happened(captured);
    }
  }

  /** What happened at an instant of the captured clock has happened here now. */
  void happened(Instant captured) {
    late.put(captured, Duration.between(captured, now()));
  }

  void advance(Duration time) {
    loop.advance(time);
  }
}
