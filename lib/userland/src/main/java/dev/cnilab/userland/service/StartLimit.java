package dev.cnilab.userland.service;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.service.unit.Unit.Restarting;
import java.time.Instant;
import java.util.ArrayDeque;

/** Limits how often a service starts; StartLimitIntervalSec= of systemd.unit(5). */
final class StartLimit {
  private final EventLoop loop;
  private final ArrayDeque<Instant> starts = new ArrayDeque<>();

  StartLimit(EventLoop loop) {
    this.loop = loop;
  }

  /** Whether it may start now; if so, the start is counted. */
  boolean allows(Restarting limits) {
    if (limits.interval().isZero() || limits.burst() == 0) {
      return true;
    }
    Instant from = loop.now().minus(limits.interval());
    while (!starts.isEmpty() && starts.getFirst().isBefore(from)) {
      starts.removeFirst();
    }
    if (starts.size() >= limits.burst()) {
      return false;
    }
    starts.add(loop.now());
    return true;
  }

  void forget() {
    starts.clear();
  }
}
