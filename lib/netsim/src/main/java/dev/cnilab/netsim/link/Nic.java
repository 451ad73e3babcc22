package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.trace.DropReason;

/** A node's network card, attached to a segment. */
public final class Nic extends Link {
  private static final long LATENCY = 60_000;

  /** The bytes above the cable's MTU that switches let pass: a VLAN tag. */
  private static final int TOLERANCE = 4;

  private final Segment segment;
  private int cable = Integer.MAX_VALUE;

  Nic(Links links, String name, MacAddress address, Segment segment) {
    super(links, name, address, 1500);
    this.segment = segment;
    segment.plug(this);
  }

  public Segment segment() {
    return segment;
  }

  /**
   * Attaches it with a cable that carries no larger packets than this, as a provider's tunnel may;
   * larger ones are dropped without an error.
   *
   * @param bytes the limit, in bytes of an IP packet; {@link Integer#MAX_VALUE} for none
   */
  public void plugWith(int bytes) {
    cable = bytes;
  }

  private boolean isCarried(Skb skb) {
    if (skb.payload().length() - TOLERANCE <= cable) {
      return true;
    }
    skb.drop(
        links(),
        DropReason.PKT_TOO_BIG,
        skb.payload().length() + " bytes, the cable of " + name() + " carries " + cable);
    return false;
  }

  @Override
  void addressChanged() {
    segment.addressChanged();
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
    if (isCarried(skb)) {
      segment.pass(skb, this);
    }
    return true;
  }

  /** Receives a frame from the segment. */
  void take(Skb skb) {
    if (!isCarried(skb)) {
      return;
    }
    if (largestPacket().admits(skb)) {
      ingress().arriveAfter(LATENCY, skb);
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
