package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.EthernetFrame;

/** Sees every frame that passes a link, as a packet socket does. */
@FunctionalInterface
public interface Tap {
  /** Which way a frame passes the link. */
  enum Direction {
    IN,
    OUT
  }

  /**
   * A frame passes.
   *
   * @param nanoTime when, as {@code EventLoop.nanoTime}
   */
  void saw(EthernetFrame frame, Direction direction, long nanoTime);
}
