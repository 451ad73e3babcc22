package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.trace.DropReason;

/** A node's network card, plugged into a segment. */
public final class Nic extends Link {
  private static final long LATENCY = 60_000;

  private final Segment segment;

  Nic(Links links, String name, MacAddress address, Segment segment) {
    super(links, name, address, 1500);
    this.segment = segment;
    segment.plug(this);
  }

  public Segment segment() {
    return segment;
  }

  @Override
  public boolean hasCarrier() {
    return isUp();
  }

  @Override
  public OperState operState() {
    return isUp() ? OperState.UP : OperState.DOWN;
  }

  @Override
  boolean send(Skb skb) {
    statistics().sent(skb.frameLength());
    skb.scrub();
    segment.pass(skb, this);
    return true;
  }

  /** A frame from the segment. */
  void take(Skb skb) {
    if (admits(skb)) {
      arriveAfter(LATENCY, skb);
    } else {
      statistics().dropReceived();
      skb.drop(
          links(),
          DropReason.PKT_TOO_BIG,
          skb.payload().length() + " bytes, the mtu of " + name() + " is " + mtu());
    }
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    super.delete();
    segment.unplug(this);
  }
}
