package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgeFilter;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.ArrayList;
import java.util.List;

/** Passes bridged packets through iptables (net/bridge/br_netfilter_hooks.c). */
final class BridgeNetfilter implements BridgeFilter {
  private final Links links;
  private final Sysctl sysctl;
  private final Netfilter netfilter;
  private final Routing routing;
  private final NeighborTable neighbors;
  private final FragmentReassembly reassembly;

  BridgeNetfilter(
      Links links,
      Sysctl sysctl,
      Netfilter netfilter,
      Routing routing,
      NeighborTable neighbors,
      FragmentReassembly reassembly) {
    this.reassembly = reassembly;
    this.links = links;
    this.sysctl = sysctl;
    this.netfilter = netfilter;
    this.routing = routing;
    this.neighbors = neighbors;
  }

  @Override
  public boolean applies(Skb skb) {
    return sysctl.isOn(Setting.BRIDGE_NF_CALL_IPTABLES) && skb.payload() instanceof Ipv4Packet;
  }

  @Override
  public boolean prerouting(Skb skb, BridgePort in) {
    if (!skb.packet().isFragment() || !netfilter.tracks()) {
      return passesPrerouting(skb, in);
    }
    Skb whole = reassembly.add(skb);
    if (whole != null && passesPrerouting(whole, in)) {
      in.bridge().goOn(whole, in);
    }
    return false;
  }

  private boolean passesPrerouting(Skb skb, BridgePort in) {
    Ipv4Address before = skb.packet().destination();
    skb.bridgePort(in.link());
    if (!netfilter.passes(Hook.PREROUTING, skb, in.bridge(), null, links)) {
      return false;
    }
    return skb.packet().destination().equals(before) || redirect(skb, in);
  }

  /**
   * Resolves the MAC address of a rewritten destination if it is behind the same bridge, which then
   * bridges the packet; this host routes anything else.
   *
   * @return whether the packet continues now rather than once the MAC address is known
   */
  private boolean redirect(Skb skb, BridgePort in) {
    Bridge bridge = in.bridge();
    Ipv4Packet packet = skb.packet();
    skb.address(skb.source(), bridge.address());
    if (!(routing.input(skb, bridge) instanceof InputRoute.Forward forward)
        || forward.match().device() != bridge) {
      return true;
    }
    Ipv4Address hop = forward.match().nextAddress(packet.destination());
    neighbors.whenKnown(
        hop, bridge, mac -> mac.ifPresentOrElse(to -> goOn(skb, to, in), () -> lost(skb, hop)));
    return false;
  }

  private static void goOn(Skb skb, MacAddress to, BridgePort in) {
    skb.address(skb.source(), to);
    in.bridge().goOn(skb, in);
  }

  private void lost(Skb skb, Ipv4Address hop) {
    skb.drop(links, DropReason.NEIGH_FAILED, "nobody answered ARP for " + hop);
  }

  @Override
  public boolean forward(Skb skb, Bridge bridge, Link in, Link out) {
    skb.bridgedTo(out);
    boolean passes =
        netfilter.passes(Hook.FORWARD, skb, bridge, bridge, links)
            && netfilter.passes(Hook.POSTROUTING, skb, null, bridge, links);
    skb.bridgedTo(null);
    return passes;
  }

  @Override
  public List<Skb> divide(Skb skb, Link out) {
    Ipv4Packet packet = skb.packet();
    if (packet.dontFragment()) {
      skb.drop(
          links,
          DropReason.PKT_TOO_BIG,
          packet.length() + " bytes with DF, the mtu of " + out.name() + " is " + out.mtu());
      return List.of();
    }
    List<Skb> parts = new ArrayList<>();
    List<Ipv4Packet> divided = Fragmenter.divide(packet, out.mtu());
    links.mib().count(Counter.IP_FRAG_OKS);
    links.mib().add(Counter.IP_FRAG_CREATES, divided.size());
    if (skb.isTraced()) {
      skb.note(links, new Step.Fragmented(divided.size(), out.mtu()));
    }
    for (Ipv4Packet each : divided) {
      parts.add(parts.isEmpty() ? skb.with(each) : skb.part(each));
    }
    return parts;
  }
}
