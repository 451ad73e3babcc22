package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel without a link layer that carries IP packets in IP packets (net/ipv4/ipip.c). Without a
 * remote address, a packet goes to the next hop of its route.
 */
public final class Ipip extends Link {
  /** The bytes that the encapsulation adds to a packet: an IPv4 header. */
  public static final int OVERHEAD = Ipv4Packet.HEADER;

  private final Links underlay;
  private final @Nullable Ipv4Address local;
  private final @Nullable Ipv4Address remote;

  Ipip(Links links, String name, @Nullable Ipv4Address local, @Nullable Ipv4Address remote) {
    super(links, name, MacAddress.ZERO, 1500 - OVERHEAD);
    this.underlay = links;
    this.local = local;
    this.remote = remote;
    underlay.tunnels().add(this);
  }

  /** The outer source address; null for the route's. */
  public @Nullable Ipv4Address local() {
    return local;
  }

  /** The outer destination address; null for the next hop. */
  public @Nullable Ipv4Address remote() {
    return remote;
  }

  @Override
  boolean send(Skb skb) {
    Ipv4Address far = remote == null ? skb.nextHop() : remote;
    if (far == null) {
      statistics().dropSent();
      skb.drop(links(), DropReason.NO_TX_TARGET, name() + " has no remote end, nor a next hop");
      return true;
    }
    if (skb.isTraced()) {
      skb.note(links(), new Step.Encapsulated(name(), 0, far));
    }
    int length = skb.payload().length();
    boolean sent = underlay.layer().tunnel(this, far, skb);
    if (sent) {
      statistics().sent(length);
    } else {
      statistics().dropSent();
    }
    return sent;
  }

  /** Whether it accepts packets with these outer addresses. */
  boolean takes(Ipv4Packet outer) {
    return isUp()
        && (remote == null || remote.equals(outer.source()))
        && (local == null || local.equals(outer.destination()));
  }

  /** Receives a packet taken out of an outer one. */
  public void receive(Skb skb, EncapsulatedPacket tunnelled) {
    Skb inner = new Skb(tunnelled.inner(), skb.trace());
    inner.address(MacAddress.ZERO, MacAddress.ZERO);
    if (skb.isTraced()) {
      skb.note(links(), new Step.Decapsulated(name(), 0, skb.packet().source()));
    }
    statistics().received(tunnelled.length());
    ingress().accept(inner);
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    super.delete();
    underlay.tunnels().remove(this);
  }
}
