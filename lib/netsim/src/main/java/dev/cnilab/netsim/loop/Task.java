package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of control in the simulation: plain blocking code on a virtual thread. It runs only
 * while the {@link EventLoop} waits for it, so it may touch all state of the loop.
 */
public final class Task {
  /** What a task may take of the thread at once, in nanoseconds, whatever its work counts as. */
  private static final long LONGEST_TURN = Duration.ofMillis(10).toNanos();

  private final EventLoop loop;
  private final String name;
  private final Thread thread;
  private boolean interrupted;
  private boolean blocked;
  private boolean finished;
  private boolean halted;
  private boolean due;
  private long turnBegan;

  Task(EventLoop loop, String name, Runnable body) {
    this.loop = loop;
    this.name = name;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> runToEnd(body));
  }

  public String name() {
    return name;
  }

  /** Whether the body has returned or thrown. */
  public boolean isFinished() {
    return finished;
  }

  /**
   * Makes the task's present wait, or otherwise its next one, throw {@link TaskInterrupted}. On the
   * loop only.
   */
  public void interrupt() {
    interrupted = true;
    resume();
  }

  /**
   * Suspends the task until {@link #proceed}, whatever it waits for. On the loop only; a task that
   * suspends itself waits here.
   */
  public void halt() {
    halted = true;
    if (loop.baton().isCurrentTask(this)) {
      due = true;
      loop.baton().giveBack(this);
    }
  }

  /** Ends a {@link #halt}: if the task's wait has ended in the meantime, the task continues now. */
  public void proceed() {
    halted = false;
    if (due) {
      due = false;
      loop.schedule(Duration.ZERO, this::takeTurn);
    }
  }

  /** Runs the task, or once it is no longer suspended. On the loop's own thread. */
  void takeTurn() {
    if (halted) {
      due = true;
    } else {
      turnBegan = System.nanoTime();
      loop.baton().handTo(this);
    }
  }

  /**
   * Whether it has run for so long, while the clock follows the real one, that others should run.
   */
  public boolean isOverdue() {
    return loop.pace() == Pace.REAL_TIME && System.nanoTime() - turnBegan > LONGEST_TURN;
  }

  /**
   * Schedules a blocked task to continue at the present instant. Does nothing if it is not blocked.
   */
  void resume() {
    if (blocked) {
      blocked = false;
      loop.schedule(Duration.ZERO, this::takeTurn);
    }
  }

  /** Like {@link #resume}, within the present event. On the loop's own thread. */
  void runNow() {
    if (blocked) {
      blocked = false;
      takeTurn();
    }
  }

  /** Returns the baton until {@link #resume}. Called by the task itself. */
  void block() {
    if (!interrupted) {
      blocked = true;
      loop.baton().giveBack(this);
    }
    if (interrupted) {
      interrupted = false;
      throw new TaskInterrupted(name);
    }
  }

  Thread thread() {
    return thread;
  }

  private void runToEnd(Runnable body) {
    loop.baton().awaitTurn(this);
    try {
      body.run();
    } catch (TaskInterrupted endedByItsOwner) {
      // An interrupted task that does not catch this ends here, like a process without a signal
      // handler.
    } catch (Throwable thrown) {
      loop.report(thrown);
    } finally {
      finished = true;
      loop.baton().leave();
    }
  }

  void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
  }
}
