package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets groups of tasks that compute without waiting take turns, one slice of one group at a time.
 * At least half of the thread's time is left for everything else.
 */
public final class RunQueue {
  /** The time from the start of one slice to the start of the next. */
  private static final Duration PERIOD = Duration.ofNanos(500_000);

  private final EventLoop loop;
  private final Deque<RunGroup> ready = new ArrayDeque<>();
  private boolean turning;

  RunQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** Creates a group, which needs no clean-up. */
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

  /** In real time, a slow slice is followed by a pause of the same length. */
  private Duration untilNext(long tookNanos) {
    return loop.pace() == Pace.REAL_TIME && 2 * tookNanos > PERIOD.toNanos()
        ? Duration.ofNanos(2 * tookNanos)
        : PERIOD;
  }
}
