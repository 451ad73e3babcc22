package dev.cnilab.netsim.link;

import dev.cnilab.netsim.loop.Lane;
import dev.cnilab.netsim.trace.DropReason;

/**
 * The frames on their way to a link. They keep their order, and a loop of bridges can not fill the
 * memory or run forever: too many frames at once, and a frame that crossed too many links, are
 * dropped.
 */
final class Arrivals {
  /** How many frames may be on their way to a link. */
  private static final int MAX_BACKLOG = 2048;

  private final Link link;
  private final Lane lane;

  Arrivals(Link link) {
    this.link = link;
    this.lane = link.loop().newLane();
  }

  /** Lets a frame arrive after that time and up to a quarter more. */
  void add(long nanos, Skb skb) {
    if (lane.size() >= MAX_BACKLOG) {
      link.dropArriving(
          skb, DropReason.CPU_BACKLOG, lane.size() + " frames are on their way to " + link.name());
    } else if (!skb.mayCrossLink()) {
      link.dropArriving(skb, DropReason.RECURSION_LIMIT, "the frame goes round in a loop of links");
    } else {
      long jitter = link.loop().random().nextInt((int) (nanos / 4));
      lane.schedule(nanos + jitter, () -> link.arrive(skb));
    }
  }
}
