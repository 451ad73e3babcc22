package dev.cnilab.netsim.link;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.trace.DropReason;

/**
 * The frames on their way to a link. They keep their order, and a loop of bridges can not fill the
 * memory or run for ever: too many frames at once, and a frame that crossed too many links, are
 * dropped.
 */
final class Arrivals {
  /** How many frames may be on their way to a link. */
  private static final int MAX_BACKLOG = 2048;

  private final Link link;
  private long last;
  private int backlog;

  Arrivals(Link link) {
    this.link = link;
  }

  /** Lets a frame arrive after that time and up to a quarter more. */
  void add(long nanos, Skb skb) {
    if (backlog >= MAX_BACKLOG) {
      link.dropArriving(
          skb, DropReason.CPU_BACKLOG, backlog + " frames are on their way to " + link.name());
    } else if (!skb.mayCrossLink()) {
      link.dropArriving(skb, DropReason.RECURSION_LIMIT, "the frame goes round in a loop of links");
    } else {
      EventLoop loop = link.loop();
      long now = loop.nanoTime();
      last = Math.max(last, now + nanos + loop.random().nextInt((int) (nanos / 4)));
      backlog++;
      loop.schedule(last - now, () -> arrive(skb));
    }
  }

  private void arrive(Skb skb) {
    backlog--;
    link.arrive(skb);
  }
}
