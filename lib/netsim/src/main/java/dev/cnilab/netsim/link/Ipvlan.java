package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaqueFrame;
import java.util.Optional;

/**
 * A link that shares the MAC address of its lower link, in mode l2 (drivers/net/ipvlan): the IP
 * addresses decide which of these links a frame is for.
 */
public final class Ipvlan extends Stacked {
  Ipvlan(Links links, String name, Link lower) {
    super(links, name, lower.address(), lower);
    lower.uppers().add(this);
  }

  @Override
  boolean wants(Skb skb) {
    return skb.destination().isMulticast() || isFor(skb);
  }

  private boolean isFor(Skb skb) {
    return target(skb).filter(this::has).isPresent();
  }

  private boolean has(Ipv4Address wanted) {
    return addresses().stream().anyMatch(each -> each.local().address().equals(wanted));
  }

  private static Optional<Ipv4Address> target(Skb skb) {
    return switch (skb.payload()) {
      case Ipv4Packet packet -> Optional.of(packet.destination());
      case ArpPacket arp -> Optional.of(arp.targetAddress());
      case OpaqueFrame other -> Optional.empty();
    };
  }

  @Override
  boolean cross(Skb skb) {
    if (skb.destination().isMulticast()) {
      for (Stacked each : lower().uppers().list()) {
        if (each != this) {
          each.ingress().arriveAfter(LATENCY, skb.copy());
        }
      }
      return false;
    }
    if (!skb.destination().equals(address())) {
      return false;
    }
    // The MAC address that they all share with the lower link: the frame stays on this machine.
    for (Stacked each : lower().uppers().list()) {
      if (each != this && each.wants(skb)) {
        each.ingress().arriveAfter(LATENCY, skb);
        return true;
      }
    }
    lower().ingress().arriveAfter(LATENCY, skb);
    return true;
  }
}
