package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.trace.DropReason;
import java.util.Optional;

/** One end of a veth pair: each end receives what the other sends. */
public final class Veth extends Link {
  private static final long LATENCY = 10_000;

  private Veth peer = this;
  private OperState settled = OperState.UNKNOWN;

  Veth(Links links, String name, MacAddress address) {
    super(links, name, address, 1500);
    state().countCarrierChange(); // a new pair begins by losing its carrier
  }

  void pair(Veth other) {
    peer = other;
    other.peer = this;
  }

  /** The peer, perhaps in another namespace. */
  public Veth peer() {
    return peer;
  }

  @Override
  public int lowerIndex() {
    return peer.index();
  }

  @Override
  public boolean hasCarrier() {
    return isUp() && peer.isUp();
  }

  /** Its peer; empty until it has got one. */
  @Override
  Optional<Veth> otherEnd() {
    return Optional.of(peer).filter(other -> other != this);
  }

  @Override
  void carrierChanged() {
    links().linkwatch().fire(this);
  }

  @Override
  public OperState operState() {
    return isUp() ? settled : OperState.DOWN;
  }

  /**
   * Updates its operational state. Without a carrier the state follows the link that has the peer's
   * index in this namespace, as in default_operstate of net/core/link_watch.c.
   */
  void settle() {
    boolean lowerIsDown =
        lowerIndex() != index()
            && links().find(lowerIndex()).filter(other -> !other.hasCarrier()).isPresent();
    settled = hasCarrier() ? OperState.UP : lowerIsDown ? OperState.LOWERLAYERDOWN : OperState.DOWN;
  }

  @Override
  boolean send(Skb skb) {
    if (!peer.largestPacket().admits(skb)) {
      statistics().dropSent();
      skb.drop(
          links(),
          DropReason.PKT_TOO_BIG,
          skb.payload().length() + " bytes, the other end's mtu is " + peer.mtu());
      return false;
    }
    statistics().sent(skb.frameLength());
    skb.scrub();
    peer.ingress().arriveAfter(LATENCY, skb);
    return true;
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    super.delete();
    if (peer.exists()) {
      peer.delete();
    }
  }
}
