package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.BridgeFilter;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkChange;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.NetworkLayer;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.TunnelKey;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.neighbor.NeighborCache;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaqueFrame;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.route.fib.LinkRoutes;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import org.jspecify.annotations.Nullable;

/** The IPv4 stack of one namespace. */
public final class Ipv4 implements NetworkLayer {
  private final Links links;
  private final Sysctl sysctl;
  private final Fib fib;
  private final LinkRoutes linkRoutes;
  private final NeighborTable neighbors;
  private final PathExceptions exceptions;
  private final Routing routing;
  private final RouteAnswers answers;
  private final IpOutput output;
  private final Icmp icmp;
  private final Arp arp;
  private final Igmp igmp;
  private final IpInput input;
  private final Delivery delivery;
  private final Tunnels tunnels;
  private final BridgeFilter bridgeFilter;

  public Ipv4(Links links, Sysctl sysctl, Netfilter netfilter, NeighborCache cache) {
    this.links = links;
    this.sysctl = sysctl;
    this.fib = new Fib(links);
    this.linkRoutes = new LinkRoutes(fib);
    this.neighbors = new NeighborTable(new Neighborhood(), cache, links.memory().tables());
    this.exceptions = new PathExceptions(links.loop());
    this.routing = new Routing(links, sysctl, fib, exceptions);
    this.answers = new RouteAnswers(links, fib, routing, exceptions);
    this.output = new IpOutput(links, netfilter, neighbors, routing);
    this.icmp = new Icmp(links, sysctl, fib, routing, output, new ErrorLimit(links.loop()));
    this.arp = new Arp(links, sysctl, fib, routing, neighbors);
    this.igmp = new Igmp(links, fib, output);
    PathUpdates paths = new PathUpdates(sysctl, routing, exceptions, neighbors);
    this.delivery = new Delivery(links, icmp, paths);
    FragmentReassembly reassembly =
        new FragmentReassembly(links, sysctl, part -> reportIncomplete(part, icmp));
    this.input =
        new IpInput(links, sysctl, netfilter, fib, routing, output, icmp, reassembly, delivery);
    this.tunnels = new Tunnels(links, sysctl, routing, output, paths);
    this.bridgeFilter =
        new BridgeNetfilter(links, sysctl, netfilter, routing, neighbors, reassembly);
  }

  /** Only the destination says that a packet remained incomplete (ip_expire). */
  private void reportIncomplete(Skb part, Icmp icmp) {
    if (fib.typeOf(part.packet().destination()) == RouteType.LOCAL) {
      icmp.sendError(part, IcmpMessage.TIME_EXCEEDED, IcmpMessage.REASSEMBLY_TIME_EXCEEDED, 0);
    }
  }

  public Fib fib() {
    return fib;
  }

  public NeighborTable neighbors() {
    return neighbors;
  }

  /** Sets the receiver of packets for this host's sockets. */
  public void setTransport(Transport transport) {
    delivery.setTransport(transport);
  }

  /** The answers to {@code ip route get} and {@code ip route show cache}. */
  public RouteAnswers answers() {
    return answers;
  }

  /** Deletes what was learned, as {@code ip route flush cache}. */
  public void forgetLearned() {
    exceptions.clear();
  }

  /**
   * The route of a packet that a socket sends.
   *
   * @param source null to let the kernel choose
   * @param out the link it must leave by; null for any
   * @param traits what else rules see of it
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL
   */
  public OutputPath pathTo(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      @Nullable Link out,
      FlowTraits traits) {
    Path path = pathOrCount(destination, source, out, traits);
    // Rules may match differently once the source is chosen, so sockets look up again
    // (ip_route_connect).
    boolean chosen = source == null || source.isAny();
    return new OutputPath(
        this, chosen ? routing.output(destination, path.source(), out, traits) : path);
  }

  private Path pathOrCount(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      @Nullable Link out,
      FlowTraits traits) {
    try {
      return routing.output(destination, source, out, traits);
    } catch (ErrnoException noRoute) {
      if (noRoute.errno() == Errno.ENETUNREACH) {
        links.mib().count(Counter.IP_OUT_NO_ROUTES);
      }
      throw noRoute;
    }
  }

  @Nullable Errno send(Skb skb, Path path) {
    return output.send(skb, path);
  }

  int nextIdentification() {
    return output.nextIdentification();
  }

  /** The default TTL of sockets. */
  public int defaultTtl() {
    return sysctl.get(Setting.IP_DEFAULT_TTL);
  }

  /** Whether an address is one of this host's own. */
  public boolean isLocal(Ipv4Address address) {
    return fib.typeOf(address) == RouteType.LOCAL;
  }

  /** Sends an ICMP error about a received packet, as a REJECT rule does. */
  public void sendError(Skb about, int type, int code) {
    icmp.sendError(about, type, code, 0);
  }

  @Override
  public void receive(Skb skb, Link in) {
    switch (skb.payload()) {
      case Ipv4Packet packet -> input.receive(skb, in);
      case ArpPacket packet -> arp.receive(skb, packet, in);
      case OpaqueFrame damaged when damaged.etherType() == Ipv4Packet.ETHER_TYPE -> {
        links.mib().count(Counter.IP_IN_HDR_ERRORS);
        skb.drop(links, DropReason.IP_CSUM, "the checksum of its header is wrong");
      }
      case OpaqueFrame frame ->
          skb.drop(
              links,
              DropReason.UNHANDLED_PROTO,
              "nobody takes EtherType 0x" + Integer.toHexString(frame.etherType()));
    }
  }

  @Override
  public void linkChanged(Link link, LinkChange change) {
    switch (change) {
      case UP -> {
        if (link instanceof Loopback && link.addresses().isEmpty()) {
          link.inet().add(new Ipv4Prefix(Ipv4Address.LOOPBACK, 8), LinkAddress.Scope.HOST, null);
        }
        linkRoutes.linkUp(link);
        igmp.linkUp(link);
      }
      case DOWN -> {
        neighbors.forget(link);
        linkRoutes.linkDown(link);
      }
      case CARRIER_FOUND -> {}
      case CARRIER_LOST -> neighbors.carrierLost(link);
      case ADDRESS_CHANGED -> neighbors.forget(link);
      case REMOVED -> {
        neighbors.forget(link);
        linkRoutes.linkRemoved(link);
      }
    }
  }

  @Override
  public void mtuChanged(Link link, int before) {
    exceptions.mtuChanged(link, before);
  }

  @Override
  public void addressAdded(Link link, LinkAddress address) {
    linkRoutes.addressAdded(link, address);
  }

  @Override
  public void addressMetricChanged(Link link, LinkAddress before, LinkAddress after) {
    linkRoutes.metricChanged(link, before, after);
  }

  @Override
  public void addressRemoved(Link link, LinkAddress address) {
    linkRoutes.addressRemoved(link, address);
    if (link.inet().isEmpty()) {
      // Removing the last address disables IP on a link (fib_disable_ip).
      neighbors.forget(link);
      linkRoutes.linkRemoved(link);
    }
  }

  @Override
  public boolean tunnel(Ipip ipip, Ipv4Address far, Skb skb) {
    return tunnels.send(ipip, far, skb);
  }

  @Override
  public Tunnelled tunnel(Vxlan vxlan, TunnelKey key, Skb skb) {
    return tunnels.send(vxlan, key, skb);
  }

  @Override
  public BridgeFilter bridgeFilter() {
    return bridgeFilter;
  }

  /** What the neighbor table calls back. */
  private final class Neighborhood implements NeighborTable.Solicitor {
    @Override
    public void solicit(Link link, Ipv4Address target, MacAddress to, @Nullable Ipv4Packet about) {
      arp.solicit(link, target, to, about);
    }

    @Override
    public void unreachable(Skb skb, Link link, Ipv4Address nextHop) {
      skb.drop(
          links,
          DropReason.NEIGH_FAILED,
          "nobody on " + link.name() + " answered ARP for " + nextHop);
      if (skb.payload() instanceof Ipv4Packet) {
        icmp.sendError(skb, IcmpMessage.DESTINATION_UNREACHABLE, IcmpMessage.HOST_UNREACHABLE, 0);
      }
    }
  }
}
