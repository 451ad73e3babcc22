package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.route.Flow;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import org.jspecify.annotations.Nullable;

/** Checks the source address of incoming packets (fib_validate_source). */
final class SourceValidation {
  private final Links links;
  private final Sysctl sysctl;
  private final Fib fib;

  SourceValidation(Links links, Sysctl sysctl, Fib fib) {
    this.links = links;
    this.sysctl = sysctl;
    this.fib = fib;
  }

  /** The route of a reply to a packet (fib_validate_source). */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // an answer's ends have changed places
  private @Nullable RouteMatch back(
      Ipv4Address source, Ipv4Address destination, @Nullable Link out, FlowTraits traits) {
    return fib.lookup(
        new Flow(
            source,
            destination,
            links.loopback(),
            out,
            traits.ofAnswer(),
            Flow.hash(source, source)));
  }

  /** Whether a host is directly on a link, not behind a router. */
  boolean isNeighbor(Ipv4Address source, Link in) {
    RouteMatch back = back(source, Ipv4Address.ANY, in, FlowTraits.NONE);
    return back != null && back.error() == null && back.way().isDirect();
  }

  /**
   * Why the source of an incoming packet is invalid, null if it is valid: it must not be an address
   * of this host, and with rp_filter there must be a route back to it, with rp_filter=1 over the
   * same link.
   */
  @Nullable InputRoute wrongSource(Flow flow) {
    Ipv4Address source = flow.source();
    Link in = flow.in();
    int filter = sysctl.greater(in.conf(), LinkSetting.RP_FILTER);
    boolean acceptsLocal = sysctl.either(in.conf(), LinkSetting.ACCEPT_LOCAL);
    RouteMatch back = back(source, flow.destination(), null, flow.traits());
    if (back != null && back.type() == RouteType.LOCAL && !acceptsLocal) {
      return new InputRoute.Martian(
          DropReason.IP_LOCAL_SOURCE, "the source " + source + " is an address of this host");
    }
    if (filter == 0) {
      return null;
    }
    if (back == null || back.error() != null) {
      return unreachableBack(source, filter, in, "there is no route back to it");
    }
    if (back.type() != RouteType.UNICAST && back.type() != RouteType.LOCAL) {
      return new InputRoute.Martian(
          DropReason.IP_LOCAL_SOURCE, "the source " + source + " is a broadcast address");
    }
    if (usesLink(back, in)) {
      return null;
    }
    return in.addresses().isEmpty() || filter == 1
        ? unreachableBack(source, filter, in, "the route back to it is " + back.route())
        : null;
  }

  private static boolean usesLink(RouteMatch back, Link in) {
    for (NextHop hop : back.route().nextHops()) {
      if (hop.device() == in) {
        return true;
      }
    }
    return false;
  }

  private static InputRoute unreachableBack(Ipv4Address source, int filter, Link in, String found) {
    return new InputRoute.Martian(
        DropReason.IP_RPFILTER,
        "rp_filter of " + in.name() + " is " + filter + "; from " + source + ", " + found);
  }
}
