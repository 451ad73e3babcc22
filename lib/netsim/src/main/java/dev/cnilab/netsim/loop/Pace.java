package dev.cnilab.netsim.loop;

/** How the virtual clock of an {@link EventLoop} relates to wall-clock time. */
public enum Pace {
  /** The clock follows wall-clock time; {@link EventLoop#advance} jumps ahead of it. */
  REAL_TIME,

  /**
   * The clock stands still unless someone waits ({@link EventLoop#waiting}, {@link
   * EventLoop#advance}); then it jumps from event to event. Events from other threads run when
   * nothing is left to do at the present instant, so their place in the history does not depend on
   * the machine's speed.
   */
  ON_DEMAND
}
