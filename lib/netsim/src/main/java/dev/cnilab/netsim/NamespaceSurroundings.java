package dev.cnilab.netsim;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.iptables.subject.IptablesSurroundings;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.KernelLog;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.tcp.Tcp;
import java.util.Optional;

/** The namespace that a rule is evaluated in. */
record NamespaceSurroundings(
    EventLoop loop,
    Ipv4 ipv4,
    IpSets sets,
    Sysctl sysctl,
    KernelLog log,
    TableMemory memory,
    MasqueradedConnections masqueraded)
    implements IptablesSurroundings {
  private static final int TTL = 64;

  @Override
  public RouteType typeOf(Ipv4Address address) {
    return ipv4.fib().typeOf(address);
  }

  @Override
  public Optional<Ipv4Address> masquerade(Skb skb, HookPoint at) {
    Link out = at.out();
    if (out == null) {
      return Optional.empty();
    }
    Ipv4Address source = ipv4.fib().sourceFor(out, skb.packet().destination(), Scope.GLOBAL);
    if (source != null) {
      masqueraded.add(skb, out);
    }
    return Optional.ofNullable(source);
  }

  @Override
  public void reject(Skb skb, HookPoint at, RejectAnswer with) {
    int code =
        switch (with) {
          case ICMP_NET_UNREACHABLE -> IcmpMessage.NET_UNREACHABLE;
          case ICMP_HOST_UNREACHABLE -> IcmpMessage.HOST_UNREACHABLE;
          case ICMP_PORT_UNREACHABLE -> IcmpMessage.PORT_UNREACHABLE;
          case ICMP_PROTO_UNREACHABLE -> IcmpMessage.PROTOCOL_UNREACHABLE;
          case ICMP_NET_PROHIBITED -> IcmpMessage.NET_PROHIBITED;
          case ICMP_HOST_PROHIBITED -> IcmpMessage.HOST_PROHIBITED;
          case ICMP_ADMIN_PROHIBITED -> IcmpMessage.ADMINISTRATIVELY_PROHIBITED;
          case TCP_RESET -> -1;
        };
    if (skb.packet().isFragment()) {
      return; // its checksum can't be verified, and only verified packets are answered
    }
    if (code >= 0) {
      ipv4.sendError(skb, IcmpMessage.DESTINATION_UNREACHABLE, code);
    } else if (skb.packet().payload() instanceof TcpSegment segment) {
      reset(skb, segment);
    }
  }

  /** Answers from the address the segment was sent to, which need not be this host's. */
  private void reset(Skb skb, TcpSegment segment) {
    if (segment.has(TcpSegment.Flag.RST)) {
      return;
    }
    Ipv4Packet asked = skb.packet();
    Ipv4Packet answer =
        asked
            .withSource(asked.destination())
            .withDestination(asked.source())
            .withTtl(TTL)
            .withPayload(Tcp.resetTo(segment));
    try {
      ipv4.pathTo(asked.source(), null, null, FlowTraits.NONE).answer(skb, answer);
    } catch (ErrnoException noRouteBack) {
      // Nobody answers a reset, so its loss goes unnoticed.
    }
  }

  /**
   * Containers could flood the machine's log, so Linux logs their lines only if a setting allows
   * it.
   */
  @Override
  public void log(String line) {
    if (sysctl.isFirst() || sysctl.isOn(Setting.LOG_ALL_NAMESPACES)) {
      log.print(line);
    }
  }
}
