package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;

/** Passes packets of other hosts on, or says why not (ip_forward.c). */
final class Forwarding {
  private final Links links;
  private final Sysctl sysctl;
  private final Netfilter netfilter;
  private final Routing routing;
  private final IpOutput output;
  private final Icmp icmp;

  Forwarding(
      Links links,
      Sysctl sysctl,
      Netfilter netfilter,
      Routing routing,
      IpOutput output,
      Icmp icmp) {
    this.links = links;
    this.sysctl = sysctl;
    this.netfilter = netfilter;
    this.routing = routing;
    this.output = output;
    this.icmp = icmp;
  }

  void forward(Skb skb, Link in, InputRoute.Forward route) {
    if (skb.destination().isMulticast()) {
      skb.drop(links, DropReason.UNICAST_IN_L2_MULTICAST, "the frame was not sent to this host");
      return;
    }
    Ipv4Packet packet = skb.packet();
    Path path = routing.forward(route.match(), packet.source(), packet.destination());
    output.noteRoute(skb, path);
    if (packet.ttl() <= 1) {
      links.mib().count(Counter.IP_IN_HDR_ERRORS);
      skb.drop(links, DropReason.IP_INHDR, "the ttl is " + packet.ttl());
      icmp.sendError(skb, IcmpMessage.TIME_EXCEEDED, IcmpMessage.TTL_EXCEEDED, 0);
      return;
    }
    int mtu = sysctl.isOn(Setting.IP_FORWARD_USE_PMTU) ? path.mtu() : path.forwardingMtu();
    if (packet.length() > mtu && packet.dontFragment()) {
      links.mib().count(Counter.IP_FRAG_FAILS);
      if (skb.isTraced()) {
        skb.drop(
            links,
            DropReason.PKT_TOO_BIG,
            packet.length() + " bytes with DF, the mtu of " + path.device().name() + " is " + mtu);
      }
      icmp.sendError(
          skb, IcmpMessage.DESTINATION_UNREACHABLE, IcmpMessage.FRAGMENTATION_NEEDED, mtu);
      return;
    }
    if (route.senderIsNeighbor()
        && sysctl.either(in.conf(), LinkSetting.SEND_REDIRECTS)
        && mayRedirect(packet, path, in)) {
      icmp.sendRedirect(skb, path.nextHop());
    }
    skb.replace(packet.withTtl(packet.ttl() - 1));
    skb.routed();
    if (skb.isTraced()) {
      skb.note(links, new Step.Forwarded(packet.ttl() - 1));
    }
    if (netfilter.passes(Hook.FORWARD, skb, in, path.device(), links)) {
      links.mib().count(Counter.IP_FORW_DATAGRAMS);
      output.leave(skb, in, path, mtu);
    }
  }

  private boolean mayRedirect(Ipv4Packet packet, Path path, Link in) {
    Ipv4Address gateway = path.nextHop();
    return sysctl.either(in.conf(), LinkSetting.SHARED_MEDIA)
        || in.addresses().stream()
            .anyMatch(
                each -> each.local().contains(packet.source()) && each.local().contains(gateway));
  }
}
