package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets groups of tasks that compute without waiting take turns, one slice of one group at a time,
 * and all else go on in between: at least half of the thread's time is left to it.
 */
public final class RunQueue {
  /** From the start of one slice to that of the next. */
  private static final Duration PERIOD = Duration.ofNanos(500_000);

  private final EventLoop loop;
  private final Deque<RunGroup> ready = new ArrayDeque<>();
  private boolean turning;

  RunQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** A further group; nothing needs to be done when it is no longer wanted. */
  public RunGroup newGroup() {
    return new RunGroup(loop, this);
  }

  void join(RunGroup group) {
    ready.add(group);
    if (!turning) {
      turning = true;
      loop.schedule(PERIOD, this::turn);
    }
  }

  private void turn() {
    RunGroup next = ready.poll();
    if (next == null) {
      turning = false;
      return;
    }
    long began = System.nanoTime();
    if (next.runSlice()) {
      ready.add(next);
    }
    loop.schedule(untilNext(System.nanoTime() - began), this::turn);
  }

  /** At the pace of the wall a slice that took long is followed by a pause that is as long. */
  private Duration untilNext(long tookNanos) {
    return loop.pace() == Pace.REAL_TIME && 2 * tookNanos > PERIOD.toNanos()
        ? Duration.ofNanos(2 * tookNanos)
        : PERIOD;
  }
}
