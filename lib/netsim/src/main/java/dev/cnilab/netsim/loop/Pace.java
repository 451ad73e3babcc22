package dev.cnilab.netsim.loop;

/** How the virtual clock of an {@link EventLoop} relates to the clock on the wall. */
public enum Pace {
  /** The clock follows the wall; {@link EventLoop#advance} jumps ahead of it. */
  REAL_TIME,

  /**
   * The clock stands still unless someone waits ({@link EventLoop#waiting}, {@link
   * EventLoop#advance}); then it jumps from event to event. What comes in from other threads is
   * taken when nothing is left to do at the present instant: where it falls in the history does not
   * depend on how fast the machine is.
   */
  ON_DEMAND
}
