package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.PathExceptions.PathException;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.Flow;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import org.jspecify.annotations.Nullable;

/** Routes packets that come in and this host's own (net/ipv4/route.c). */
final class Routing {
  /** The group every host is in (RFC 1112, 4). */
  static final Ipv4Address ALL_HOSTS = Ipv4Address.parse("224.0.0.1");

  private final Links links;
  private final Sysctl sysctl;
  private final Fib fib;
  private final PathExceptions exceptions;
  private final SourceValidation validation;

  Routing(Links links, Sysctl sysctl, Fib fib, PathExceptions exceptions) {
    this.links = links;
    this.sysctl = sysctl;
    this.fib = fib;
    this.exceptions = exceptions;
    this.validation = new SourceValidation(links, sysctl, fib);
  }

  // ---- outgoing packets of this host

  /**
   * The path of a packet of this host (ip_route_output_key_hash).
   *
   * @param source null or 0.0.0.0 to let the kernel choose
   * @param out the link it must leave by; null for any
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL
   */
  Path output(Ipv4Address destination, @Nullable Ipv4Address source, @Nullable Link out) {
    return output(destination, source, out, FlowTraits.NONE);
  }

  /**
   * The path of a packet of this host of which rules see more than its addresses.
   *
   * @throws ErrnoException as without
   */
  Path output(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      @Nullable Link out,
      FlowTraits traits) {
    Ipv4Address from = source == null || source.isAny() ? null : source;
    if (from != null) {
      checkSource(from);
    }
    if (out != null && !out.isUp()) {
      throw new ErrnoException(Errno.ENETUNREACH);
    }
    if (destination.isAny()) {
      Ipv4Address own = from == null ? Ipv4Address.LOOPBACK : from;
      return new Path(RouteType.LOCAL, links.loopback(), own, own, null, null);
    }
    if (destination.isBroadcast() || destination.isMulticast()) {
      Path group = toGroup(destination, from, out);
      if (group != null) {
        return group;
      }
    }
    int hash = Flow.hash(from == null ? Ipv4Address.ANY : from, destination);
    RouteMatch match =
        fib.lookup(new Flow(destination, orAny(from), links.loopback(), out, traits, hash));
    if (match == null || match.error() != null) {
      return withoutRoute(destination, from, out, match);
    }
    return along(match, destination, from);
  }

  private void checkSource(Ipv4Address source) {
    if (source.isMulticast() || source.isBroadcast() || source.isZeroNetwork()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (fib.typeOf(source) != RouteType.LOCAL) {
      throw new ErrnoException(Errno.ENETUNREACH);
    }
  }

  private @Nullable Path toGroup(
      Ipv4Address destination, @Nullable Ipv4Address source, @Nullable Link out) {
    Link device = out != null ? out : source == null ? null : owner(source);
    if (device == null) {
      return null;
    }
    Ipv4Address from = source == null ? fib.sourceFor(device, null, Scope.LINK) : source;
    return new Path(typeOfGroup(destination), device, destination, orAny(from), null, null);
  }

  /** A multicast group is on the route's link itself, never behind its gateway. */
  private Path toGroup(RouteMatch match, Ipv4Address destination, @Nullable Ipv4Address source) {
    Ipv4Address from = source != null ? source : orAny(fib.sourceFor(match));
    return new Path(typeOfGroup(destination), match.device(), destination, from, null, null);
  }

  private static RouteType typeOfGroup(Ipv4Address destination) {
    return destination.isMulticast() ? RouteType.MULTICAST : RouteType.BROADCAST;
  }

  private @Nullable Link owner(Ipv4Address address) {
    for (Link link : links.all()) {
      for (LinkAddress each : link.addresses()) {
        if (each.address().equals(address)) {
          return link;
        }
      }
    }
    return null;
  }

  /** Treats the destination as directly reachable on the given link if there is no route. */
  private Path withoutRoute(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      @Nullable Link out,
      @Nullable RouteMatch refusing) {
    if (out == null) {
      Errno error = refusing == null ? null : refusing.error();
      throw new ErrnoException(error == null ? Errno.ENETUNREACH : error);
    }
    Ipv4Address from = source == null ? fib.sourceFor(out, null, Scope.LINK) : source;
    return new Path(RouteType.UNICAST, out, destination, orAny(from), null, null);
  }

  private static Ipv4Address orAny(@Nullable Ipv4Address address) {
    return address == null ? Ipv4Address.ANY : address;
  }

  private Path along(RouteMatch match, Ipv4Address destination, @Nullable Ipv4Address source) {
    if (destination.isBroadcast() || destination.isMulticast()) {
      return toGroup(match, destination, source);
    }
    if (match.type() == RouteType.LOCAL) {
      Ipv4Address preferred = match.route().preferredSource();
      Ipv4Address from = source != null ? source : preferred != null ? preferred : destination;
      return new Path(RouteType.LOCAL, links.loopback(), destination, from, match, null);
    }
    Ipv4Address from = source != null ? source : orAny(fib.sourceFor(match));
    Link device = match.device();
    if (from.isLoopback()
        && !(device instanceof Loopback)
        && !sysctl.either(device.conf(), LinkSetting.ROUTE_LOCALNET)) {
      throw new ErrnoException(Errno.EINVAL);
    }
    PathException exception = exceptions.find(destination, match);
    return new Path(
        match.type(), device, nextHop(match, destination, exception), from, match, exception);
  }

  private static Ipv4Address nextHop(
      RouteMatch match, Ipv4Address destination, @Nullable PathException exception) {
    Ipv4Address redirected = exception == null ? null : exception.gateway();
    return redirected != null ? redirected : match.nextAddress(destination);
  }

  // ---- incoming packets

  /** The path of a forwarded packet. */
  Path forward(RouteMatch match, Ipv4Address source, Ipv4Address destination) {
    PathException exception = exceptions.find(destination, match);
    return new Path(
        match.type(),
        match.device(),
        nextHop(match, destination, exception),
        source,
        match,
        exception);
  }

  /** The route of a packet that came in on a link (ip_route_input_slow). */
  InputRoute input(Skb skb, Link in) {
    Ipv4Packet packet = skb.packet();
    return input(
        packet.source(), packet.destination(), in, FlowTraits.of(packet, skb.mark(), null));
  }

  /** The route of a packet from one address to another that came in on a link. */
  InputRoute input(Ipv4Address source, Ipv4Address destination, Link in, FlowTraits traits) {
    Flow flow = new Flow(destination, source, in, null, traits, Flow.hash(source, destination));
    if (source.isMulticast() || source.isBroadcast()) {
      return martian(DropReason.IP_INVALID_SOURCE, "the source is " + source);
    }
    if (destination.isBroadcast() || (source.isAny() && destination.isAny())) {
      return broadcast(flow);
    }
    if (destination.isMulticast()) {
      return destination.equals(ALL_HOSTS)
          ? broadcast(flow)
          : martian(DropReason.IP_INVALID_DEST, "this host is not in the group " + destination);
    }
    if (source.isZeroNetwork()) {
      return martian(DropReason.IP_INVALID_SOURCE, "the source is " + source);
    }
    if (destination.isZeroNetwork()) {
      return martian(DropReason.IP_INVALID_DEST, "the destination is " + destination);
    }
    if ((destination.isLoopback() || source.isLoopback())
        && !sysctl.either(in.conf(), LinkSetting.ROUTE_LOCALNET)) {
      return martian(
          DropReason.IP_LOCALNET, source + " to " + destination + " came in by " + in.name());
    }
    RouteMatch match = fib.lookup(flow);
    boolean forwards = in.conf().get(LinkSetting.FORWARDING) != 0;
    if (match == null) {
      return new InputRoute.Refused(
          forwards ? Errno.ENETUNREACH : Errno.EHOSTUNREACH, "no route to " + destination);
    }
    Errno error = match.error();
    if (error != null) {
      return new InputRoute.Refused(forwards ? error : Errno.EHOSTUNREACH, "" + match.route());
    }
    return switch (match.type()) {
      case BROADCAST -> broadcast(flow);
      case LOCAL -> {
        InputRoute wrong = validation.wrongSource(flow);
        yield wrong == null ? InputRoute.LOCAL : wrong;
      }
      case UNICAST -> forwards ? forwarded(match, flow) : notForwarding(destination, in);
      case MULTICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW ->
          martian(DropReason.IP_INVALID_DEST, "" + match.route());
    };
  }

  private static InputRoute notForwarding(Ipv4Address destination, Link in) {
    return new InputRoute.Refused(
        Errno.EHOSTUNREACH,
        destination
            + " is not an address of this host, and net.ipv4.conf."
            + in.name()
            + ".forwarding is 0");
  }

  private InputRoute broadcast(Flow flow) {
    if (flow.source().isZeroNetwork()) {
      return InputRoute.BROADCAST;
    }
    InputRoute wrong = validation.wrongSource(flow);
    return wrong == null ? InputRoute.BROADCAST : wrong;
  }

  private InputRoute forwarded(RouteMatch match, Flow flow) {
    InputRoute wrong = validation.wrongSource(flow);
    if (wrong != null) {
      return wrong;
    }
    return new InputRoute.Forward(
        match, match.device() == flow.in() && validation.isNeighbor(flow.source(), flow.in()));
  }

  boolean isUnicast(Ipv4Address address) {
    return fib.typeOf(address) == RouteType.UNICAST;
  }

  private static InputRoute martian(DropReason reason, String detail) {
    return new InputRoute.Martian(reason, detail);
  }
}
