package dev.cnilab.netsim.loop;

import org.jspecify.annotations.Nullable;

/**
 * Events that happen in the order in which they were scheduled, such as the arrivals at the end of
 * a cable: many of them burden the loop's queue no more than one. On the loop only.
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

  /** How many events are still to happen. */
  public int size() {
    return waiting;
  }

  /**
   * Lets {@code event} happen after a delay in nanoseconds, or with the last one that was scheduled
   * here if that is due later; at once while {@link EventLoop#expedite} is under way.
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

  /** The first event is about to happen. */
  void proceed() {
    waiting--;
  }
}
