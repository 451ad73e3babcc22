package dev.cnilab.netsim.loop;

import org.jspecify.annotations.Nullable;

/**
 * Events that run in the order in which they were scheduled, such as arrivals at the end of a
 * cable. Any number of them takes only one place in the loop's queue. On the loop only.
 */
public final class Lane {
  private final VirtualClock clock;
  private final Agenda agenda;
  private final Express express;
  private @Nullable Timer last;
  private int waiting;

  Lane(VirtualClock clock, Agenda agenda, Express express) {
    this.clock = clock;
    this.agenda = agenda;
    this.express = express;
  }

  /** The number of events still to run. */
  public int size() {
    return waiting;
  }

  /**
   * Schedules {@code event} after a delay in nanoseconds, but not before the last one scheduled
   * here; it runs at once during {@link EventLoop#expedite}.
   */
  public void schedule(long delayNanos, Runnable event) {
    if (express.takes(event)) {
      return;
    }
    Timer before = waiting == 0 ? null : last;
    long soonest = before == null ? 0 : before.due();
    Timer timer = agenda.newTimer(Math.max(soonest, clock.nanoTime() + delayNanos), event, this);
    if (before == null) {
      agenda.add(timer);
    } else {
      before.precede(timer);
    }
    waiting++;
    last = timer;
  }

  /** Called when the first event is about to run. */
  void proceed() {
    waiting--;
  }
}
