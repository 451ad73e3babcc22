package dev.cnilab.userland.stream;

/** The process that reads or writes, to which time and memory are charged; or none. */
public interface StreamUser {
  /** The machine itself: nothing is charged. */
  StreamUser MACHINE = new StreamUser() {};

  /**
   * Charges work of about that many microseconds. May let other processes run first, and may end
   * the caller by throwing.
   */
  default void work(int micros) {}

  /** Charges memory in bytes, or uncharges it. May end the caller by throwing. */
  default void hold(long bytes) {}
}
