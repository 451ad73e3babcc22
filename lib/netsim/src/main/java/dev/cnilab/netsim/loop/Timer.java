package dev.cnilab.netsim.loop;

/** An event that is due at an instant of virtual time; equal instants keep their order. */
public final class Timer implements Comparable<Timer> {
  private final long due;
  private final long sequence;
  private Runnable event;
  private boolean cancelled;

  Timer(long due, long sequence, Runnable event) {
    this.due = due;
    this.sequence = sequence;
    this.event = event;
  }

  /** Forgets the event if it has not happened yet; otherwise does nothing. */
  public void cancel() {
    cancelled = true;
    event = Timer::nothing; // else the queue would keep alive what it holds, for hours perhaps
  }

  private static void nothing() {}

  /** When the event is due, in nanoseconds since the loop's start. */
  public long due() {
    return due;
  }

  void fire() {
    if (!cancelled) {
      event.run();
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Override
  public int compareTo(Timer other) {
    int byTime = Long.compare(due, other.due);
    return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
