package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The threads beside a loop; a jumping clock would starve them, as no event is preempted. */
final class OtherThreads {
  /** About as many as take a few milliseconds. */
  private static final int EVENTS_A_TURN = 4096;

  /** How long, in nanoseconds, all other virtual threads may have to wait for a processor. */
  private static final long LONGEST_TURN = Duration.ofMillis(10).toNanos();

  private int events;
  private long rested = System.nanoTime();

  /** Called after each event: lets them run from time to time. */
  void giveWay() {
    if (events++ % EVENTS_A_TURN == 0) {
      rest();
    }
  }

  /**
   * Yielding is not enough where there is one processor, as what runs on it is chosen first from
   * the queue in which the loop and its tasks are; threads that were started from outside wait in
   * another one until that is empty.
   */
  @SuppressWarnings("ThreadPriorityCheck") // virtual threads are not preempted
  private void rest() {
    if (System.nanoTime() - rested < LONGEST_TURN) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(1);
      rested = System.nanoTime();
    }
  }
}
