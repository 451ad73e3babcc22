package dev.cnilab.netsim.loop;

import org.jspecify.annotations.Nullable;

/** An event due at an instant of virtual time; events of the same instant keep their order. */
public final class Timer {
  /** The place of a timer that waits behind another of its lane, has run or was canceled. */
  private static final int NONE = -1;

  private final TimerQueue queue;
  private final long due;
  private final long sequence;
  private final Runnable event;
  private final @Nullable Lane lane;
  private int place = NONE;
  private @Nullable Timer successor;

  Timer(TimerQueue queue, long due, long sequence, Runnable event, @Nullable Lane lane) {
    this.queue = queue;
    this.due = due;
    this.sequence = sequence;
    this.event = event;
    this.lane = lane;
  }

  /** Cancels the event if it has not run yet; otherwise does nothing. On the loop only. */
  public void cancel() {
    if (isQueued()) {
      queue.remove(this);
    }
  }

  /** When the event is due, in nanoseconds since the loop's start. */
  public long due() {
    return due;
  }

  Runnable event() {
    return event;
  }

  boolean isBefore(Timer other) {
    return due < other.due || (due == other.due && sequence < other.sequence);
  }

  boolean isQueued() {
    return place != NONE;
  }

  int place() {
    return place;
  }

  void moveTo(int newPlace) {
    place = newPlace;
  }

  /** Leaves the queue; returns the next timer of its lane, if there is one. */
  @Nullable Timer leave() {
    place = NONE;
    if (lane != null) {
      lane.proceed();
    }
    Timer next = successor;
    successor = null;
    return next;
  }

  /** Sets the next timer of its lane, which waits behind this one. */
  void precede(Timer next) {
    successor = next;
  }
}
