package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.NetworkLayer;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.TunnelKey;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;

/** Sends the outer packets of VXLAN and IPIP links (vxlan_xmit_one, ip_tunnel_xmit). */
final class Tunnels {
  private static final int FIRST_SOURCE_PORT = 32768;
  private static final int SOURCE_PORTS = 28232;

  private final Links links;
  private final Sysctl sysctl;
  private final Routing routing;
  private final IpOutput output;
  private final PathUpdates paths;

  Tunnels(Links links, Sysctl sysctl, Routing routing, IpOutput output, PathUpdates paths) {
    this.links = links;
    this.sysctl = sysctl;
    this.routing = routing;
    this.output = output;
    this.paths = paths;
  }

  /** Sends a frame in a UDP datagram. */
  NetworkLayer.Tunnelled send(Vxlan vxlan, TunnelKey key, Skb skb) {
    VxlanSettings settings = vxlan.settings();
    Ipv4Address vtep = key.remote();
    Path path;
    try {
      path = routing.output(vtep, settings.local(), settings.device());
    } catch (ErrnoException noRoute) {
      skb.drop(links, DropReason.IP_OUTNOROUTES, "no route to the VTEP " + vtep);
      return NetworkLayer.Tunnelled.WITHOUT_ROUTE;
    }
    if (path.device() == vxlan) {
      skb.drop(links, DropReason.RECURSION_LIMIT, "the VTEP " + vtep + " is behind the tunnel");
      return NetworkLayer.Tunnelled.DROPPED;
    }
    int room = path.mtu() - Vxlan.OVERHEAD;
    if (skb.payload() instanceof Ipv4Packet inner && inner.length() > room) {
      noteSmallerMtu(vxlan, inner, room);
    }
    int ttl = settings.ttl() == 0 ? sysctl.get(Setting.IP_DEFAULT_TTL) : settings.ttl();
    Ipv4Packet outer =
        new Ipv4Packet(
            0,
            output.nextIdentification(),
            carriesDf(settings, skb) ? Fragment.DONT : Fragment.WHOLE,
            ttl,
            path.source(),
            vtep,
            new UdpDatagram(
                sourcePort(skb),
                key.port() == 0 ? settings.port() : key.port(),
                new VxlanFrame(key.id(), skb.frame())));
    Skb carrier = skb.with(outer);
    carrier.connection(null);
    return output.send(carrier, path) == null
        ? NetworkLayer.Tunnelled.SENT
        : NetworkLayer.Tunnelled.DROPPED;
  }

  /**
   * Sends a packet inside another one, which is never fragmented; false if it was dropped at once.
   */
  boolean send(Ipip ipip, Ipv4Address far, Skb skb) {
    Path path;
    try {
      path = routing.output(far, ipip.local(), null);
    } catch (ErrnoException noRoute) {
      skb.drop(links, DropReason.IP_OUTNOROUTES, "no route to the far end " + far);
      return false;
    }
    if (path.device() == ipip) {
      skb.drop(links, DropReason.RECURSION_LIMIT, "the far end " + far + " is behind the tunnel");
      return false;
    }
    Ipv4Packet outer =
        new Ipv4Packet(
            skb.packet().tos(),
            0,
            Fragment.DONT,
            sysctl.get(Setting.IP_DEFAULT_TTL),
            path.source(),
            far,
            new EncapsulatedPacket(skb.packet()));
    Skb carrier = skb.with(outer);
    carrier.connection(null);
    return output.send(carrier, path) == null;
  }

  private static boolean carriesDf(VxlanSettings settings, Skb skb) {
    return switch (settings.df()) {
      case UNSET -> false;
      case SET -> true;
      case INHERIT -> skb.payload() instanceof Ipv4Packet inner && inner.dontFragment();
    };
  }

  /**
   * Records the path MTU that the outer path leaves for the inner destination
   * (skb_tunnel_check_pmtu).
   */
  private void noteSmallerMtu(Vxlan vxlan, Ipv4Packet inner, int room) {
    try {
      Path path = routing.output(inner.destination(), null, null);
      if (path.device() == vxlan && room < path.mtu()) {
        paths.learnMtu(path, inner.destination(), room);
      }
    } catch (ErrnoException noRoute) {
      // A bridged frame need not have a route here.
    }
  }

  /** The outer source port, the same for both directions of a flow, as the kernel hashes it. */
  private static int sourcePort(Skb skb) {
    int flow =
        skb.payload() instanceof Ipv4Packet inner
            ? inner.source().bits() ^ inner.destination().bits() ^ inner.protocol()
            : Long.hashCode(skb.source().bits() ^ skb.destination().bits());
    return FIRST_SOURCE_PORT + Math.floorMod(flow * 0x9e3779b9, SOURCE_PORTS);
  }
}
