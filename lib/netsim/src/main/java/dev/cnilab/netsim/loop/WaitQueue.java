package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A queue of tasks that wait for something to happen. As with the kernel's wait queues, a task that
 * wakes up checks for itself whether its condition holds.
 */
public final class WaitQueue {
  private final EventLoop loop;
  private final Deque<Task> waiting = new ArrayDeque<>(1);

  public WaitQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** Blocks the current task until {@link #wakeAll} or {@link #wakeOne}. */
  public void await() {
    Task task = loop.currentTask();
    waiting.add(task);
    try {
      task.block();
    } finally {
      waiting.remove(task);
    }
  }

  /**
   * Blocks the current task until it is woken, at most for {@code timeout} of virtual time.
   *
   * @return false if the timeout expired
   */
  public boolean await(Duration timeout) {
    Task task = loop.currentTask();
    boolean[] timedOut = new boolean[1];
    Timer timer =
        loop.schedule(
            timeout,
            () -> {
              timedOut[0] = true;
              task.resume();
            });
    waiting.add(task);
    try {
      task.block();
    } finally {
      timer.cancel();
      waiting.remove(task);
    }
    return !timedOut[0];
  }

  /** Wakes all tasks in the queue. On the loop only. */
  public void wakeAll() {
    while (!waiting.isEmpty()) {
      waiting.poll().resume();
    }
  }

  /** Wakes the task that has waited longest, if any. On the loop only. */
  public void wakeOne() {
    Task longest = waiting.poll();
    if (longest != null) {
      longest.resume();
    }
  }
}
