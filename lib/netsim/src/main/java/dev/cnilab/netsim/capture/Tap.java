package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.EthernetFrame;

/** Sees every frame that passes a link, as a packet socket does. */
@FunctionalInterface
public interface Tap {
  /** The direction in which a frame passes the link. */
  enum Direction {
    IN,
    OUT
  }

  /**
   * Called for each frame that passes.
   *
   * @param nanoTime the time, as of {@code EventLoop.nanoTime}
   */
  void saw(EthernetFrame frame, Direction direction, long nanoTime);
}
