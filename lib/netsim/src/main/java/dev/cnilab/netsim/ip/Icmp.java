package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.ConnectionNote;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** Answers echo requests and reports errors (net/ipv4/icmp.c). */
final class Icmp {
  /** The precedence of ICMP errors: internetwork control. */
  private static final int ERROR_TOS = 0xc0;

  private static final int TOS_BITS = 0x1e;
  private static final int MAX_ERROR_LENGTH = 576;

  private final Links links;
  private final Sysctl sysctl;
  private final Fib fib;
  private final Routing routing;
  private final IpOutput output;
  private final ErrorLimit limit;

  Icmp(Links links, Sysctl sysctl, Fib fib, Routing routing, IpOutput output, ErrorLimit limit) {
    this.links = links;
    this.sysctl = sysctl;
    this.fib = fib;
    this.routing = routing;
    this.output = output;
    this.limit = limit;
  }

  /** Answers an echo request for this host. */
  void echo(Skb skb, IcmpMessage request) {
    boolean toAll = isBroadcast(skb.packet().destination());
    if (sysctl.isOn(Setting.ICMP_ECHO_IGNORE_ALL)) {
      ignore(skb, Setting.ICMP_ECHO_IGNORE_ALL);
    } else if (toAll && sysctl.isOn(Setting.ICMP_ECHO_IGNORE_BROADCASTS)) {
      ignore(skb, Setting.ICMP_ECHO_IGNORE_BROADCASTS);
    } else {
      if (skb.isTraced()) {
        skb.note(links, new Step.Delivered("the kernel, which answers an echo request"));
      }
      IcmpMessage reply =
          new IcmpMessage(IcmpMessage.ECHO_REPLY, 0, request.rest(), request.data());
      Ipv4Packet asked = skb.packet();
      reply(skb, reply, asked.tos(), toAll ? null : asked.destination(), Trace.Kind.REPLY);
    }
  }

  private boolean isBroadcast(Ipv4Address address) {
    RouteType type = fib.typeOf(address);
    return type == RouteType.BROADCAST || type == RouteType.MULTICAST;
  }

  private void ignore(Skb skb, Setting setting) {
    if (skb.isTraced()) {
      skb.drop(links, DropReason.NOT_SPECIFIED, setting.key() + " is " + sysctl.get(setting));
    }
  }

  /** Sends a message back to a packet's sender. */
  private void reply(
      Skb about, IcmpMessage message, int tos, @Nullable Ipv4Address source, Trace.Kind kind) {
    TraceRecorder recorder = about.trace();
    TraceRecorder answer = recorder == null ? null : recorder.answer(kind);
    Ipv4Address destination = about.packet().source();
    try {
      Path path = routing.output(destination, source, null);
      Ipv4Packet packet =
          new Ipv4Packet(
              tos,
              output.nextIdentification(),
              Fragment.WHOLE,
              sysctl.get(Setting.IP_DEFAULT_TTL),
              path.source(),
              destination,
              message);
      Skb skb = new Skb(packet, answer);
      ConnectionNote asked = about.connection();
      if (message.isError() && asked != null) {
        skb.connection(asked.ofAnswer());
      }
      output.send(skb, path);
    } catch (ErrnoException noRoute) {
      if (answer != null) {
        answer.note(
            links.namespace(),
            links.loop().nanoTime(),
            new Step.Dropped(
                DropReason.IP_OUTNOROUTES, "no route to " + destination + ": " + noRoute.errno()));
      }
    }
  }

  /**
   * Reports an undelivered packet to its sender (icmp_send): not for broadcasts, errors or later
   * fragments, and rate-limited.
   *
   * @param rest the second word of the header: the MTU or the gateway
   */
  void sendError(Skb about, int type, int code, int rest) {
    Ipv4Packet packet = about.packet();
    if (about.destination().isMulticast()
        || packet.fragment().offset() > 0
        || isBroadcast(packet.destination())
        || isError(packet)
        || !mayBeTold(packet.source())) {
      return;
    }
    boolean frequent =
        type == IcmpMessage.DESTINATION_UNREACHABLE && code == IcmpMessage.FRAGMENTATION_NEEDED;
    if (!frequent && isLimited(type, packet.source())) {
      links.mib().count(Counter.ICMP_OUT_RATE_LIMIT_HOST);
      return;
    }
    int room = MAX_ERROR_LENGTH - Ipv4Packet.HEADER - IcmpMessage.HEADER;
    IcmpMessage message = IcmpMessage.error(type, code, rest, packet.encode().first(room));
    Ipv4Address own =
        fib.typeOf(packet.destination()) == RouteType.LOCAL ? packet.destination() : null;
    reply(about, message, (packet.tos() & TOS_BITS) | ERROR_TOS, own, Trace.Kind.ERROR);
  }

  private static boolean isError(Ipv4Packet packet) {
    return packet.payload() instanceof IcmpMessage message && message.isError();
  }

  private static boolean mayBeTold(Ipv4Address source) {
    return !source.isZeroNetwork() && !source.isMulticast() && !source.isBroadcast();
  }

  private boolean isLimited(int type, Ipv4Address peer) {
    if (((sysctl.get(Setting.ICMP_RATEMASK) >> type) & 1) == 0 || isLocal(peer)) {
      return false;
    }
    return !limit.allowsIcmp(peer);
  }

  private boolean isLocal(Ipv4Address peer) {
    return fib.typeOf(peer) == RouteType.LOCAL;
  }

  /**
   * Sends a redirect to a neighbor that could reach the next hop directly (ip_rt_send_redirect).
   */
  void sendRedirect(Skb about, Ipv4Address gateway) {
    if (limit.allowsRedirect(about.packet().source())) {
      sendError(about, IcmpMessage.REDIRECT, IcmpMessage.REDIRECT_HOST, gateway.bits());
    }
  }

  /** Whether an error about a missing route may be sent, which costs twice. */
  boolean allowsRouteError(Ipv4Address peer) {
    return limit.allowsRouteError(peer);
  }
}
