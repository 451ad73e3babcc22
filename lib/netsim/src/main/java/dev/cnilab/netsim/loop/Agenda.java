package dev.cnilab.netsim.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The work of a loop: requests from other threads come first, then the timers that are due. While
 * only timers are due, as while a packet travels, no lock is taken.
 */
final class Agenda {
  private final VirtualClock clock;
  private final TimerQueue timers = new TimerQueue();
  private long sequence;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private boolean closed;

  /** Whether another thread may have changed something since the loop last checked. */
  private volatile boolean called;

  Agenda(VirtualClock clock) {
    this.clock = clock;
  }

  /** Creates a timer that is not queued yet. On the loop only, like everything about timers. */
  Timer newTimer(long due, Runnable event) {
    return new Timer(timers, due, sequence++, event, null);
  }

  /** Creates a timer for an event of a lane. */
  Timer newTimer(long due, Runnable event, Lane lane) {
    return new Timer(timers, due, sequence++, event, lane);
  }

  void add(Timer timer) {
    timers.add(timer);
  }

  /**
   * Adds an event to run as soon as possible. From any thread.
   *
   * @return false if the loop has ended and will not run it
   */
  boolean add(Runnable event) {
    lock.lock();
    try {
      if (!closed) {
        say(() -> inbox.add(event));
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns the events that were still queued when the loop ended. */
  List<Runnable> left() {
    lock.lock();
    try {
      List<Runnable> left = List.copyOf(inbox);
      inbox.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the number of waiters for which the clock jumps, by 1 or -1. From any thread. */
  void jump(int more) {
    say(() -> clock.jump(more));
  }

  /** Changes the pace of the clock. From any thread. */
  void pace(Pace other) {
    say(() -> clock.pace(other));
  }

  /** Makes {@link #next} end the loop. From any thread. */
  void close() {
    say(() -> closed = true);
  }

  private void say(Runnable change) {
    lock.lock();
    try {
      change.run();
      called = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next event to run, waiting for it; null when the loop is closed. */
  @Nullable Runnable next() {
    Runnable due = called ? null : nextDue();
    return due == null ? listen() : due;
  }

  private @Nullable Runnable listen() {
    lock.lock();
    try {
      while (!closed) {
        Runnable arrived = isSettled() ? inbox.poll() : null;
        if (arrived != null) {
          clock.catchUpWithWall(firstDue());
          return arrived;
        }
        called = !inbox.isEmpty();
        Runnable due = nextDue();
        if (due != null) {
          return due;
        }
        awaitChange();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether events from other threads may run now; see {@link Pace#ON_DEMAND}. */
  private boolean isSettled() {
    return clock.pace() == Pace.REAL_TIME || firstDue() > clock.nanoTime();
  }

  /** The event of the first timer if that is due, otherwise null. */
  private @Nullable Runnable nextDue() {
    Timer first = timers.first();
    if (first == null || clock.until(first.due()) > 0) {
      return null;
    }
    timers.remove(first);
    clock.reachDue(first.due());
    return first.event();
  }

  /** When the first timer is due; {@link Long#MAX_VALUE} if there is none. */
  private long firstDue() {
    Timer first = timers.first();
    return first == null ? Long.MAX_VALUE : first.due();
  }

  @SuppressWarnings("WaitNotInLoop") // the loop around it is listen()
  private void awaitChange() {
    long nanos = timers.size() == 0 ? Long.MAX_VALUE : clock.until(firstDue());
    try {
      if (nanos == Long.MAX_VALUE) {
        changed.await();
      } else {
        changed.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      closed = true;
    }
  }
}
