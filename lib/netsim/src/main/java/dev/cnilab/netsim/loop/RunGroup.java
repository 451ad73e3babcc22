package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tasks that share one place in the {@link RunQueue}, as those of a cgroup do. Each may go on as it
 * likes until together they have done more than a slice's work; then they wait for their turn.
 */
public final class RunGroup {
  /** Work that a group may do at once after a rest. */
  private static final int BURST = 1000;

  /** Work for one turn. A unit is about a microsecond: a small system call. */
  private static final int SLICE = 250;

  private static final long REST = Duration.ofMillis(10).toNanos();

  private final EventLoop loop;
  private final RunQueue queue;
  private final Deque<Task> waiting = new ArrayDeque<>(1);
  private int left = BURST;
  private long lastTurn;
  private boolean queued;

  RunGroup(EventLoop loop, RunQueue queue) {
    this.loop = loop;
    this.queue = queue;
  }

  /** Counts work of the current task, and blocks it while its group has done too much. */
  public void work(int units) {
    left -= units;
    if (left > 0) {
      return;
    }
    if (!queued && loop.nanoTime() - lastTurn >= REST) {
      lastTurn = loop.nanoTime();
      left = BURST;
      return;
    }
    awaitTurn();
  }

  /** Counts work that the group's tasks wait for later, when they next do some of their own. */
  public void charge(int units) {
    left -= units;
  }

  private void awaitTurn() {
    Task task = loop.currentTask();
    waiting.add(task);
    if (!queued) {
      queued = true;
      queue.join(this);
    }
    try {
      task.block();
    } finally {
      waiting.remove(task);
    }
  }

  /** Lets tasks that wait run until a slice is used up; whether there are more that wait. */
  boolean runSlice() {
    left = SLICE;
    lastTurn = loop.nanoTime();
    for (int i = waiting.size(); i > 0 && left > 0 && !waiting.isEmpty(); i--) {
      waiting.removeFirst().runNow();
    }
    queued = !waiting.isEmpty();
    return queued;
  }
}
