package dev.cnilab.netsim.loop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Decides which of a loop and its tasks runs: the one that holds the baton. */
final class Baton {
  private final Thread loop;
  private volatile @Nullable Task running;

  /**
   * Creates a baton that the loop holds.
   *
   * @param loop the loop's own thread
   */
  Baton(Thread loop) {
    this.loop = loop;
  }

  /**
   * The task this code runs in.
   *
   * @throws IllegalStateException outside of a task, where nothing may block
   */
  Task currentTask() {
    Task task = running;
    if (task == null || !isInTask()) {
      throw new IllegalStateException("only a task of the loop may wait, and this is not one");
    }
    return task;
  }

  /** Whether this code runs in a task and may therefore block. */
  boolean isInTask() {
    Task task = running;
    return task != null && Thread.currentThread() == task.thread();
  }

  /** Whether this code runs in that task. */
  boolean isCurrentTask(Task task) {
    return running == task && Thread.currentThread() == task.thread();
  }

  /** Whether this code runs on the loop, in an event or in a task. */
  boolean isCurrent() {
    Task task = running;
    Thread current = Thread.currentThread();
    return current == loop || (task != null && current == task.thread());
  }

  /** The stack of the code that runs now. */
  StackTraceElement[] stack() {
    Task task = running;
    return (task == null ? loop : task.thread()).getStackTrace();
  }

  /** Passes the baton to a task and waits until it comes back. On the loop's own thread. */
  void handTo(Task task) {
    if (task.isFinished()) {
      return;
    }
    running = task;
    try {
      task.start();
    } catch (Throwable noThread) {
      running = null;
      throw noThread;
    }
    while (running == task) {
      LockSupport.park(this);
    }
  }

  /** Returns the baton to the loop and waits for the next turn. On the task's thread. */
  void giveBack(Task task) {
    leave();
    awaitTurn(task);
  }

  /** Returns the baton to the loop for good. On the task's thread. */
  void leave() {
    running = null;
    LockSupport.unpark(loop);
  }

  /** Waits until the task has the baton. On the task's thread. */
  void awaitTurn(Task task) {
    while (running != task) {
      LockSupport.park(this);
    }
  }
}
