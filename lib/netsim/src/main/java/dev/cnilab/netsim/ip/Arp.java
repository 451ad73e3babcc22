package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Resolves MAC addresses and answers ARP requests (net/ipv4/arp.c). */
final class Arp {
  private final Links links;
  private final Sysctl sysctl;
  private final Fib fib;
  private final Routing routing;
  private final NeighborTable neighbors;

  Arp(Links links, Sysctl sysctl, Fib fib, Routing routing, NeighborTable neighbors) {
    this.links = links;
    this.sysctl = sysctl;
    this.fib = fib;
    this.routing = routing;
    this.neighbors = neighbors;
  }

  /** Sends an ARP request for a neighbor (arp_solicit). */
  void solicit(Link link, Ipv4Address target, MacAddress to, @Nullable Ipv4Packet about) {
    boolean own =
        about != null
            && fib.typeOf(about.source()) == RouteType.LOCAL
            && announces(about.source(), target, link);
    Ipv4Address source =
        own && about != null ? about.source() : fib.sourceFor(link, target, Scope.LINK);
    if (source == null) {
      source = Ipv4Address.ANY;
    }
    send(link, to, ArpPacket.request(link.address(), source, target));
  }

  /** Whether arp_announce allows this address of the host as a request's sender. */
  private boolean announces(Ipv4Address source, Ipv4Address target, Link link) {
    return switch (sysctl.greater(link.conf(), LinkSetting.ARP_ANNOUNCE)) {
      case 0 -> true;
      case 1 ->
          link.addresses().stream()
              .anyMatch(each -> each.network().contains(source) && each.network().contains(target));
      default -> false;
    };
  }

  private static void send(Link link, MacAddress to, ArpPacket packet) {
    link.transmit(new Skb(new EthernetFrame(to, link.address(), packet), null));
  }

  /** Handles an incoming packet (arp_process). */
  void receive(Skb skb, ArpPacket packet, Link in) {
    if (in instanceof Loopback || !in.options().arp() || packet.targetAddress().isMulticast()) {
      skb.drop(links, DropReason.NOT_SPECIFIED, "ARP for " + packet.targetAddress());
      return;
    }
    boolean request = packet.operation() == ArpPacket.Operation.REQUEST;
    if (packet.senderAddress().isAny()) {
      if (request && isOwn(packet, in)) {
        answer(in, packet);
      }
    } else if (!request || !answered(packet, in, skb)) {
      learn(packet, in, skb);
    }
  }

  private boolean isOwn(ArpPacket packet, Link in) {
    return fib.typeOf(packet.targetAddress()) == RouteType.LOCAL && !ignores(packet, in);
  }

  /** Whether arp_ignore forbids a reply on this link for an address of another link. */
  private boolean ignores(ArpPacket packet, Link in) {
    int mode = sysctl.greater(in.conf(), LinkSetting.ARP_IGNORE);
    boolean here =
        in.addresses().stream().anyMatch(each -> each.address().equals(packet.targetAddress()));
    boolean sameSubnet =
        in.addresses().stream()
            .anyMatch(
                each ->
                    each.address().equals(packet.targetAddress())
                        && each.local().contains(packet.senderAddress()));
    return switch (mode) {
      case 0 -> false;
      case 1 -> !here;
      case 2 -> !sameSubnet;
      case 8 -> true;
      default -> false;
    };
  }

  private static void answer(Link in, ArpPacket request) {
    send(in, request.senderMac(), request.reply(in.address()));
  }

  /** Answers a request for an address of this host or one it is a proxy for. */
  private boolean answered(ArpPacket packet, Link in, Skb skb) {
    InputRoute route =
        routing.input(packet.senderAddress(), packet.targetAddress(), in, FlowTraits.NONE);
    if (route instanceof InputRoute.Local) {
      if (!ignores(packet, in)) {
        neighbors.heardFrom(packet.senderAddress(), in, packet.senderMac());
        answer(in, packet);
      }
      return true;
    }
    if (route instanceof InputRoute.Forward forward
        && forward.match().device() != in
        && (sysctl.either(in.conf(), LinkSetting.PROXY_ARP)
            || neighbors.proxies().has(packet.targetAddress(), in))) {
      neighbors.heardFrom(packet.senderAddress(), in, packet.senderMac());
      answerLater(packet, in, skb);
      return true;
    }
    return false;
  }

  /** Answers for another host (proxy ARP), after a delay in which that host can answer itself. */
  private void answerLater(ArpPacket packet, Link in, Skb skb) {
    int centiseconds = in.conf().get(LinkSetting.PROXY_DELAY);
    boolean asked = !skb.destination().isMulticast();
    if (asked || centiseconds == 0) {
      answer(in, packet);
    } else {
      long delay = links.loop().random().nextLong(Duration.ofMillis(centiseconds * 10L).toNanos());
      links.loop().schedule(delay, () -> answer(in, packet));
    }
  }

  private void learn(ArpPacket packet, Link in, Skb skb) {
    boolean reply = packet.operation() == ArpPacket.Operation.REPLY;
    boolean toUs = reply && !skb.destination().isMulticast();
    boolean gratuitous =
        packet.senderAddress().equals(packet.targetAddress())
            && fib.typeOf(packet.senderAddress()) == RouteType.UNICAST;
    NeighborState state = toUs ? NeighborState.REACHABLE : NeighborState.STALE;
    if (gratuitous) {
      neighbors.announcedUnasked(packet.senderAddress(), in, packet.senderMac(), state);
    } else {
      neighbors.announced(packet.senderAddress(), in, packet.senderMac(), state);
    }
  }
}
