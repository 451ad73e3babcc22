package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.WaitQueue;

/**
 * A program that only reacts to events: it has no thread, and its process lives until {@link
 * Process#end} or a signal. For {@code pause}, {@code sleep}, servers and agents.
 */
public interface EventProgram extends Program {
  /** Registers timers and listeners and returns; in an event of the loop. */
  void begin(Process process);

  /**
   * Whether its only event is its end, so that its process can be stopped; a server's events would
   * keep happening.
   */
  default boolean canStop() {
    return false;
  }

  @Override
  default int run(Process process) {
    begin(process);
    WaitQueue ended = new WaitQueue(process.loop());
    process.onExit(status -> ended.wakeAll());
    while (process.isAlive()) {
      ended.await();
    }
    return process.status();
  }
}
