package dev.cnilab.netsim.link;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;

/** The path of a frame that leaves through a link (__dev_queue_xmit). */
final class Egress {
  private final Link link;

  Egress(Link link) {
    this.link = link;
  }

  /** Like {@link Link#transmit}. */
  boolean transmit(Skb skb) {
    if (!link.isUp()) {
      skb.drop(link.links(), DropReason.DEV_READY, link.name() + " is down");
      return true;
    }
    if (!link.hasCarrier()) {
      link.statistics().dropSent();
      skb.drop(link.links(), DropReason.QDISC_DROP, link.name() + " has no carrier");
      return true;
    }
    return link.trafficControl().holds(skb) || dequeue(skb);
  }

  /** Sends a frame that left the queueing discipline (dev_hard_start_xmit). */
  boolean dequeue(Skb skb) {
    link.taps().saw(skb, Tap.Direction.OUT, link.loop());
    if (skb.isTraced()) {
      skb.note(link.links(), new Step.Transmitted(link.name(), skb.source(), skb.destination()));
    }
    return link.send(skb);
  }
}
