package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tasks that share one place in the {@link RunQueue}, as tasks of a cgroup do. They run freely
 * until together they have used up a slice; then they wait for their turn.
 */
public final class RunGroup {
  /** The work a group may do at once after a rest. */
  private static final int BURST = 1000;

  /** The work of one turn. A unit is about a microsecond: a small system call. */
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

  /**
   * Counts work of the current task, and blocks it if its group has used up its slice, or if it has
   * taken far longer than its work was thought to.
   */
  public void work(int units) {
    left -= units;
    boolean overdue = loop.currentTask().isOverdue();
    if (left > 0 && !overdue) {
      return;
    }
    if (!overdue && !queued && loop.nanoTime() - lastTurn >= REST) {
      lastTurn = loop.nanoTime();
      left = BURST;
      return;
    }
    awaitTurn();
  }

  /** Counts work without blocking; the group's tasks wait for it when they next work themselves. */
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

  /** Runs waiting tasks until a slice is used up; true if more are waiting. */
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
