package dev.cnilab.netsim.loop;

/** How the virtual clock of an {@link EventLoop} relates to wall-clock time. */
public enum Pace {
  /**
   * The clock follows wall-clock time; {@link EventLoop#advance} jumps ahead of it. While the
   * machine cannot keep up, each timer still sees the instant at which it was due; a clock that is
   * more than five seconds behind runs at no less than a quarter of the speed.
   */
  REAL_TIME,

  /**
   * The clock stands still unless someone waits ({@link EventLoop#waiting}, {@link
   * EventLoop#advance}); then it jumps from event to event. Events from other threads run when
   * nothing is left to do at the present instant, so their place in the history does not depend on
   * the machine's speed. For the same reason a timer that is set again and again with next to no
   * delay, such as a kubelet's with a period of 1 ns, keeps a wait from ending: no event takes time
   * on this clock.
   */
  ON_DEMAND
}
