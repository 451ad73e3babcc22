package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Delivers packets for this host to sockets, tunnels and ICMP, and learns from ICMP errors. */
final class Delivery {
  private final Links links;
  private final Sysctl sysctl;
  private final Routing routing;
  private final PathExceptions exceptions;
  private final NeighborTable neighbors;
  private final Icmp icmp;
  private @Nullable Transport transport;

  Delivery(
      Links links,
      Sysctl sysctl,
      Routing routing,
      PathExceptions exceptions,
      NeighborTable neighbors,
      Icmp icmp) {
    this.links = links;
    this.sysctl = sysctl;
    this.routing = routing;
    this.exceptions = exceptions;
    this.neighbors = neighbors;
    this.icmp = icmp;
  }

  void setTransport(Transport sockets) {
    transport = sockets;
  }

  boolean deliverRaw(Skb skb, Link in) {
    return transport != null && transport.deliverRaw(skb, in);
  }

  boolean deliverTcp(Skb skb, Link in) {
    return transport != null && transport.deliver(skb, in);
  }

  boolean deliverUdp(Skb skb, UdpDatagram datagram, Link in) {
    if (links.tunnels().hasVxlanOn(datagram.destinationPort())) {
      decapsulate(skb, datagram);
      return true;
    }
    return transport != null && transport.deliver(skb, in);
  }

  /** Delivers a tunneled packet to its tunnel link; false if there is none. */
  boolean deliverEncapsulated(Skb skb, EncapsulatedPacket tunnelled) {
    Optional<Ipip> tunnel = links.tunnels().ipip(skb.packet());
    tunnel.ifPresent(link -> link.receive(skb, tunnelled));
    return tunnel.isPresent();
  }

  private void decapsulate(Skb skb, UdpDatagram datagram) {
    try {
      VxlanFrame inner =
          switch (datagram.data()) {
            case VxlanFrame frame -> frame;
            case Bytes bytes -> VxlanFrame.decode(bytes);
          };
      Optional<Vxlan> vxlan = links.tunnels().vxlan(datagram.destinationPort(), inner.vni());
      if (vxlan.isEmpty()) {
        skb.drop(links, DropReason.VXLAN_VNI_NOT_FOUND, "no vxlan link has id " + inner.vni());
      } else {
        vxlan
            .get()
            .receive(new Skb(inner.frame(), skb.trace()), inner.vni(), skb.packet().source());
      }
    } catch (MalformedPacketException malformed) {
      skb.drop(links, DropReason.VXLAN_INVALID_HDR, "" + malformed.getMessage());
    }
  }

  void deliverIcmp(Skb skb, IcmpMessage message, boolean taken) {
    if (message.type() == IcmpMessage.ECHO_REQUEST) {
      icmp.echo(skb, message);
      return;
    }
    if (message.isError()) {
      learn(skb, message);
    }
    if (!taken && skb.isTraced()) {
      if (message.isError()) {
        skb.note(links, new Step.Delivered("the kernel, which notes the error"));
      } else {
        skb.drop(links, DropReason.NO_SOCKET, "no socket waits for this ICMP message");
      }
    }
  }

  private void learn(Skb skb, IcmpMessage message) {
    try {
      QuotedPacket about = message.quoted();
      if (message.type() == IcmpMessage.REDIRECT) {
        redirect(about, skb.packet().source(), message.gateway());
      } else if (message.type() == IcmpMessage.DESTINATION_UNREACHABLE
          && message.code() == IcmpMessage.FRAGMENTATION_NEEDED) {
        reduceMtu(about, message.nextHopMtu());
      }
      if (transport != null) {
        transport.report(message, about, skb.packet().source(), skb.packet().ttl());
      }
    } catch (MalformedPacketException malformed) {
      skb.drop(links, DropReason.PKT_TOO_SMALL, "" + malformed.getMessage());
    }
  }

  /** Records a smaller path MTU (__ip_rt_update_pmtu). */
  private void reduceMtu(QuotedPacket about, int mtu) {
    try {
      learnMtu(routing.output(about.destination(), about.source(), null), about.destination(), mtu);
    } catch (ErrnoException noRoute) {
      // There is no path to record it for.
    }
  }

  void learnMtu(Path path, Ipv4Address destination, int mtu) {
    int least = sysctl.get(Setting.ROUTE_MIN_PMTU);
    boolean locked = path.match() != null && path.match().route().metrics().mtuLocked();
    if (path.match() != null && path.type() != RouteType.LOCAL && !locked && mtu <= path.mtu()) {
      exceptions.learnMtu(
          destination,
          path.match(),
          Math.max(mtu, least),
          mtu < least,
          Duration.ofSeconds(sysctl.get(Setting.ROUTE_MTU_EXPIRES)));
    }
  }

  /**
   * Records a better router once its MAC address is resolved. Only the router in use may name one,
   * and a neighbor needs none (__ip_do_redirect).
   */
  private void redirect(QuotedPacket about, Ipv4Address router, Ipv4Address gateway) {
    try {
      Path path = routing.output(about.destination(), about.source(), null);
      boolean accepts =
          path.device().conf().get(LinkSetting.FORWARDING) != 0
              ? sysctl.both(path.device().conf(), LinkSetting.ACCEPT_REDIRECTS)
              : sysctl.either(path.device().conf(), LinkSetting.ACCEPT_REDIRECTS);
      if (accepts
          && path.match() != null
          && router.equals(path.nextHop())
          && !router.equals(about.destination())
          && !gateway.equals(router)
          && routing.isUnicast(gateway)
          && neighbors.resolve(gateway, path.device()) != null) {
        exceptions.learnGateway(about.destination(), path.match(), gateway);
      }
    } catch (ErrnoException noRoute) {
      // There is no path to correct.
    }
  }
}
