package dev.cnilab.netsim.link;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;

/** The path of a frame that arrives at a link (__netif_receive_skb_core). */
final class Ingress {
  private final Link link;
  private final BridgeMembership membership;
  private final Arrivals arrivals;

  Ingress(Link link, BridgeMembership membership) {
    this.link = link;
    this.membership = membership;
    this.arrivals = new Arrivals(link, this);
  }

  /** Schedules a frame's arrival after that time and some jitter, in order. */
  void arriveAfter(long nanos, Skb skb) {
    arrivals.add(nanos, skb);
  }

  void arrive(Skb skb) {
    if (!link.isUp()) {
      drop(skb, DropReason.DEV_READY, link.name() + " is down");
      return;
    }
    link.statistics().received(link.lengthReceived(skb));
    accept(skb);
  }

  void drop(Skb skb, DropReason reason, String detail) {
    link.statistics().dropReceived();
    skb.drop(link.links(), reason, detail);
  }

  /** Passes a frame to the bridge, to a link stacked on this one, or to the protocols. */
  void accept(Skb skb) {
    link.taps().saw(skb, Tap.Direction.IN, link.loop());
    if (skb.isTraced()) {
      skb.note(link.links(), new Step.Received(link.name(), skb.source(), skb.destination()));
    }
    if (!link.trafficControl().admits(skb)) {
      return;
    }
    BridgePort port = membership.port();
    if (port != null) {
      port.bridge().receive(skb, port);
    } else if (isTakenAbove(skb)) {
      // One of the links stacked on this one has it.
    } else if (skb.destination().isMulticast() || skb.destination().equals(link.address())) {
      link.links().layer().receive(skb, link);
    } else {
      skb.drop(link.links(), DropReason.OTHERHOST, "the frame is not for " + link.address());
    }
  }

  /** Passes a frame to the links stacked on this one; true if it was for one of them alone. */
  private boolean isTakenAbove(Skb skb) {
    for (Stacked upper : link.uppers().list()) {
      if (upper.wants(skb)) {
        if (!skb.destination().isMulticast()) {
          upper.rise(skb);
          return true;
        }
        upper.rise(skb.copy());
      }
    }
    return false;
  }
}
