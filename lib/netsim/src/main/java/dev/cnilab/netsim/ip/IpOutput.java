package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.PacketWords;
import dev.cnilab.netsim.trace.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets: this host's own through all output hooks, forwarded ones only through POSTROUTING.
 */
final class IpOutput {
  private static final long MULTICAST_PREFIX = 0x0100_5e00_0000L;

  private final Links links;
  private final Netfilter netfilter;
  private final NeighborTable neighbors;
  private final Routing routing;
  private int identification;

  IpOutput(Links links, Netfilter netfilter, NeighborTable neighbors, Routing routing) {
    this.links = links;
    this.netfilter = netfilter;
    this.neighbors = neighbors;
    this.routing = routing;
    this.identification = links.loop().random().nextInt();
  }

  /** A new identification for a packet that may be fragmented, 1 to 65535. */
  int nextIdentification() {
    identification++;
    return Math.floorMod(identification, 65535) + 1;
  }

  /**
   * Sends a packet of this host (ip_local_out).
   *
   * @return the error for its sender; null if this host could send it
   */
  @Nullable Errno send(Skb skb, Path path) {
    links.mib().count(Counter.IP_OUT_REQUESTS);
    if (skb.packet().payload() instanceof IcmpMessage message) {
      links.mib().countIcmpOut(message.type());
    }
    if (skb.isTraced()) {
      skb.note(links, new Step.Sent(PacketWords.of(skb.packet())));
      noteRoute(skb, path);
    }
    Ipv4Packet before = skb.packet();
    int markBefore = skb.mark();
    if (!netfilter.passes(Hook.OUTPUT, skb, null, path.device(), links)) {
      return Errno.EPERM;
    }
    Ipv4Packet after = skb.packet();
    boolean elsewhere =
        !after.destination().equals(before.destination())
            || !after.source().equals(before.source())
            || skb.mark() != markBefore;
    if (!elsewhere) {
      return leave(skb, null, path, path.mtu());
    }
    try {
      Path other =
          routing.output(
              after.destination(),
              after.source(),
              null,
              FlowTraits.of(after, skb.mark(), skb.owner()));
      noteRoute(skb, other);
      return leave(skb, null, other, other.mtu());
    } catch (ErrnoException noRoute) {
      skb.drop(links, DropReason.IP_OUTNOROUTES, "no route to " + after.destination());
      return noRoute.errno();
    }
  }

  void noteRoute(Skb skb, Path path) {
    if (skb.isTraced()) {
      String route = path.match() == null ? "none" : path.match().route().toString();
      Ipv4Address destination = skb.packet().destination();
      skb.note(
          links,
          new Step.Routed(
              route,
              path.device().name(),
              path.nextHop().equals(destination) ? null : path.nextHop()));
    }
  }

  /**
   * Sends a packet through POSTROUTING (ip_output).
   *
   * @param in the link it came in on; null for a packet of this host
   * @param mtu in bytes; longer packets are fragmented
   */
  @Nullable Errno leave(Skb skb, @Nullable Link in, Path path, int mtu) {
    if (!netfilter.passes(Hook.POSTROUTING, skb, in, path.device(), links)) {
      return Errno.EPERM;
    }
    Ipv4Packet packet = skb.packet();
    if (packet.length() <= mtu) {
      return hand(skb, path);
    }
    if (packet.dontFragment()) {
      links.mib().count(Counter.IP_FRAG_FAILS);
      skb.drop(links, DropReason.PKT_TOO_BIG, packet.length() + " bytes, the mtu is " + mtu);
      return Errno.EMSGSIZE;
    }
    return leaveInParts(skb, Fragmenter.divide(packet, mtu), path, mtu);
  }

  /** Sends the fragments of a packet; if the first is dropped at once, the others are not sent. */
  private @Nullable Errno leaveInParts(Skb skb, List<Ipv4Packet> parts, Path path, int mtu) {
    if (skb.isTraced()) {
      skb.note(links, new Step.Fragmented(parts.size(), mtu));
    }
    links.mib().count(Counter.IP_FRAG_OKS);
    links.mib().add(Counter.IP_FRAG_CREATES, parts.size());
    List<Skb> rest = parts.stream().skip(1).map(skb::part).toList();
    skb.replace(parts.get(0));
    Errno error = hand(skb, path);
    for (Skb part : rest) {
      if (error == null) {
        error = hand(part, path);
      } else {
        part.drop(links, DropReason.NOT_SPECIFIED, "an earlier part was dropped");
      }
    }
    return error;
  }

  private @Nullable Errno hand(Skb skb, Path path) {
    return transmit(skb, path) ? null : Errno.ENOBUFS;
  }

  private boolean transmit(Skb skb, Path path) {
    Link device = path.device();
    count(skb.packet(), path);
    if (device instanceof Loopback) {
      skb.address(MacAddress.ZERO, MacAddress.ZERO);
      return device.transmit(skb);
    }
    if (device instanceof Ipip) {
      skb.address(MacAddress.ZERO, MacAddress.ZERO);
      skb.nextHop(path.nextHop());
      return device.transmit(skb);
    }
    return switch (path.type()) {
      case BROADCAST -> {
        skb.address(device.address(), MacAddress.BROADCAST);
        yield device.transmit(skb);
      }
      case MULTICAST -> {
        skb.address(device.address(), group(path.nextHop()));
        yield device.transmit(skb);
      }
      case UNICAST, LOCAL, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW ->
          neighbors.send(skb, device, path.nextHop());
    };
  }

  /** Counts a packet on its way to the link (ip_finish_output2). */
  private void count(Ipv4Packet packet, Path path) {
    Mib mib = links.mib();
    mib.count(Counter.IP_OUT_TRANSMITS);
    mib.add(Counter.IP_OUT_OCTETS, packet.length());
    if (path.type() == RouteType.MULTICAST) {
      mib.count(Counter.IP_OUT_MCAST_PKTS);
      mib.add(Counter.IP_OUT_MCAST_OCTETS, packet.length());
    } else if (path.type() == RouteType.BROADCAST) {
      mib.count(Counter.IP_OUT_BCAST_PKTS);
      mib.add(Counter.IP_OUT_BCAST_OCTETS, packet.length());
    }
  }

  private static MacAddress group(Ipv4Address address) {
    return new MacAddress(MULTICAST_PREFIX | (address.bits() & 0x7f_ffff));
  }
}
