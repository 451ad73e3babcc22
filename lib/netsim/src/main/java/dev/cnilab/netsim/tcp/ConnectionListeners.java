package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;

/** Waiters for a change to a connection: tasks, and the listener of a program without one. */
final class ConnectionListeners {
  private final EventLoop loop;
  private final WaitQueue tasks;
  private Runnable listener = () -> {};

  ConnectionListeners(EventLoop loop) {
    this.loop = loop;
    this.tasks = new WaitQueue(loop);
  }

  void setListener(Runnable onChange) {
    listener = onChange;
  }

  void removeListener() {
    listener = () -> {};
  }

  /** Wakes the tasks and calls the listener. */
  void tell() {
    tasks.wakeAll();
    listener.run();
  }

  /** The end of a wait that begins now, in nanoseconds since the start of the loop. */
  long deadline(Duration atMost) {
    return loop.nanoTime() + atMost.toNanos();
  }

  /** Blocks the current task until the next change; false if the deadline has passed. */
  boolean await(long deadline) {
    long left = deadline - loop.nanoTime();
    return left > 0 && tasks.await(Duration.ofNanos(left));
  }
}
