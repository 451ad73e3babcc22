package dev.cnilab.netsim.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a loop has to do: what other threads ask for, first of all, and the timers that are due.
 * While only timers are due, as while a packet travels, no lock is taken.
 */
final class Agenda {
  private final VirtualClock clock;
  private final TimerQueue timers = new TimerQueue();
  private long sequence;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private boolean closed;

  /** Whether another thread may have said something since the loop last listened. */
  private volatile boolean called;

  Agenda(VirtualClock clock) {
    this.clock = clock;
  }

  /** A timer that is not in the queue yet. On the loop only, like all about timers. */
  Timer newTimer(long due, Runnable event) {
    return new Timer(timers, due, sequence++, event, null);
  }

  /** A timer of a row of events. */
  Timer newTimer(long due, Runnable event, Lane lane) {
    return new Timer(timers, due, sequence++, event, lane);
  }

  void add(Timer timer) {
    timers.add(timer);
  }

  /**
   * Adds an event for as soon as possible. From any thread.
   *
   * @return false if the loop has ended, so that it will never happen
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

  /** What had been added when the loop ended and will not happen. */
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

  /** Lets the clock jump for one more, or one less. From any thread. */
  void jump(int more) {
    say(() -> clock.jump(more));
  }

  /** Lets the clock go at another pace. From any thread. */
  void pace(Pace other) {
    say(() -> clock.pace(other));
  }

  /** Has {@link #next} end the loop. From any thread. */
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

  /** The next thing to do, waiting for it; null when the loop is closed. */
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

  /** Whether what comes from outside may have its turn; see {@link Pace#ON_DEMAND}. */
  private boolean isSettled() {
    return clock.pace() == Pace.REAL_TIME || firstDue() > clock.nanoTime();
  }

  /** The event of the first timer if that is due; else null. */
  private @Nullable Runnable nextDue() {
    Timer first = timers.first();
    if (first == null || clock.until(first.due()) > 0) {
      return null;
    }
    timers.remove(first);
    clock.reach(first.due());
    return first.event();
  }

  /** When the first timer is due; the greatest number if there is none. */
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
