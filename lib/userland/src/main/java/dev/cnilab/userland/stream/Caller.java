package dev.cnilab.userland.stream;

/** Who reads or writes: a process, whose time and memory it costs, or nobody in particular. */
public interface Caller {
  /** The machine itself: nothing is counted. */
  Caller MACHINE = new Caller() {};

  /**
   * Has done work of about that many microseconds. May let others go on first, and may end the
   * caller by throwing.
   */
  default void work(int micros) {}

  /** Holds that many bytes more, or less, in memory. May end the caller by throwing. */
  default void hold(long bytes) {}
}
