package dev.cnilab.netsim.link;

import dev.cnilab.netsim.loop.Lane;
import dev.cnilab.netsim.trace.DropReason;

/**
 * The frames in flight to a link, in order. A frame is dropped if too many are in flight or if it
 * crossed too many links, so that a loop of bridges neither fills the memory nor runs forever.
 */
final class Arrivals {
  /** The maximum number of frames in flight to a link. */
  private static final int MAX_BACKLOG = 2048;

  private final Link link;
  private final Ingress ingress;
  private final Lane lane;

  Arrivals(Link link, Ingress ingress) {
    this.link = link;
    this.ingress = ingress;
    this.lane = link.loop().newLane();
  }

  /** Schedules a frame's arrival after that time plus up to a quarter of it. */
  void add(long nanos, Skb skb) {
    if (lane.size() >= MAX_BACKLOG) {
      ingress.drop(
          skb, DropReason.CPU_BACKLOG, lane.size() + " frames are on their way to " + link.name());
    } else if (!skb.mayCrossLink()) {
      ingress.drop(skb, DropReason.RECURSION_LIMIT, "the frame goes round in a loop of links");
    } else {
      long jitter = link.loop().random().nextInt((int) (nanos / 4));
      lane.schedule(nanos + jitter, () -> ingress.arrive(skb));
    }
  }
}
