package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;

/** Receives packets, and delivers them here or has them forwarded (ip_input.c). */
final class IpInput {
  private static final int CONGESTION_BITS = 3;

  private final Links links;
  private final Netfilter netfilter;
  private final Fib fib;
  private final Routing routing;
  private final Forwarding forwarding;
  private final Icmp icmp;
  private final FragmentReassembly reassembly;
  private final Delivery delivery;

  IpInput(
      Links links,
      Sysctl sysctl,
      Netfilter netfilter,
      Fib fib,
      Routing routing,
      IpOutput output,
      Icmp icmp,
      FragmentReassembly reassembly,
      Delivery delivery) {
    this.links = links;
    this.netfilter = netfilter;
    this.fib = fib;
    this.routing = routing;
    this.forwarding = new Forwarding(links, sysctl, netfilter, routing, output, icmp);
    this.icmp = icmp;
    this.delivery = delivery;
    this.reassembly = reassembly;
  }

  /** Handles a packet that came in on a link (ip_rcv). */
  void receive(Skb part, Link in) {
    count(part.packet());
    boolean joins = part.packet().isFragment() && netfilter.tracks();
    Skb skb = joins ? reassembly.add(part) : part;
    if (skb == null) {
      return;
    }
    if (skb.bridgePort() != null) {
      skb.bridgePort(null); // It has passed PREROUTING in the bridge.
    } else if (!netfilter.passes(Hook.PREROUTING, skb, in, null, links)) {
      return;
    }
    if (in instanceof Loopback) {
      fromThisHost(skb, in);
      return;
    }
    Ipv4Packet packet = skb.packet();
    switch (routing.input(skb, in)) {
      case InputRoute.Local local -> deliver(skb, in);
      case InputRoute.Broadcast broadcast -> {
        countToMany(packet);
        deliver(skb, in);
      }
      case InputRoute.Forward forward -> forwarding.forward(skb, in, forward);
      case InputRoute.Refused refused -> refuse(skb, in, refused);
      case InputRoute.Martian martian -> {
        if (martian.reason() == DropReason.IP_RPFILTER) {
          links.mib().count(Counter.IP_REVERSE_PATH_FILTER);
        }
        skb.drop(links, martian.reason(), martian.detail());
      }
    }
  }

  /** Counts an arriving packet (ip_rcv_core). */
  private void count(Ipv4Packet packet) {
    Mib mib = links.mib();
    mib.count(Counter.IP_IN_RECEIVES);
    mib.add(Counter.IP_IN_OCTETS, packet.length());
    mib.count(
        switch (packet.tos() & CONGESTION_BITS) {
          case 0 -> Counter.IP_IN_NO_ECT_PKTS;
          case 1 -> Counter.IP_IN_ECT1_PKTS;
          case 2 -> Counter.IP_IN_ECT0_PKTS;
          default -> Counter.IP_IN_CE_PKTS;
        });
  }

  private void countToMany(Ipv4Packet packet) {
    boolean multicast = packet.destination().isMulticast();
    links.mib().count(multicast ? Counter.IP_IN_MCAST_PKTS : Counter.IP_IN_BCAST_PKTS);
    links
        .mib()
        .add(multicast ? Counter.IP_IN_MCAST_OCTETS : Counter.IP_IN_BCAST_OCTETS, packet.length());
  }

  /** Routes a packet from lo by the route it was sent with, without checking its addresses. */
  private void fromThisHost(Skb skb, Link in) {
    if (fib.typeOf(skb.packet().destination()) == RouteType.UNICAST) {
      skb.drop(links, DropReason.NOT_SPECIFIED, skb.packet().destination() + " is not behind lo");
    } else {
      deliver(skb, in);
    }
  }

  /** Drops a packet that has no route, and reports that (ip_error). */
  private void refuse(Skb skb, Link in, InputRoute.Refused refused) {
    boolean forwards = in.conf().get(LinkSetting.FORWARDING) != 0;
    DropReason reason =
        switch (refused.error()) {
          case ENETUNREACH -> DropReason.IP_INNOROUTES;
          case EHOSTUNREACH -> forwards ? DropReason.NOT_SPECIFIED : DropReason.IP_INADDRERRORS;
          default -> DropReason.NOT_SPECIFIED;
        };
    skb.drop(links, reason, refused.detail());
    if (refused.error() == Errno.ENETUNREACH) {
      links.mib().count(Counter.IP_IN_NO_ROUTES);
    } else if (refused.error() == Errno.EHOSTUNREACH && !forwards) {
      links.mib().count(Counter.IP_IN_ADDR_ERRORS);
    }
    int code = codeFor(refused.error());
    if (forwards && code >= 0 && icmp.allowsRouteError(skb.packet().source())) {
      icmp.sendError(skb, IcmpMessage.DESTINATION_UNREACHABLE, code, 0);
    }
  }

  private static int codeFor(Errno error) {
    return switch (error) {
      case EHOSTUNREACH -> IcmpMessage.HOST_UNREACHABLE;
      case ENETUNREACH -> IcmpMessage.NET_UNREACHABLE;
      case EACCES -> IcmpMessage.ADMINISTRATIVELY_PROHIBITED;
      default -> -1;
    };
  }

  /** Delivers a packet for this host (ip_local_deliver). */
  private void deliver(Skb part, Link in) {
    Skb skb = part;
    if (part.packet().isFragment()) {
      skb = reassembly.add(part);
      if (skb == null) {
        return;
      }
    }
    if (netfilter.passes(Hook.INPUT, skb, in, null, links)) {
      delivery.deliver(skb, in);
    }
  }
}
