package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;

/** The matches of kube-proxy's rules, in the order in which iptables prints them. */
final class Matches {
  /** The mark of packets that have to be masqueraded. */
  static final KnowledgeMatch.Mark MASQUERADE = new KnowledgeMatch.Mark(0x4000, 0x4000);

  private Matches() {}

  static Match comment(String text) {
    return new Match.Comment(text);
  }

  /** An address of the host itself. */
  static Match local(Translation end) {
    return new KnowledgeMatch.AddressType(end, RouteType.LOCAL);
  }

  static Match to(Ipv4Address address) {
    return new PacketMatch.Destination(Ipv4Prefix.of(address));
  }

  static Match protocol(ServicePort port) {
    return new PacketMatch.Protocol(Protocols.number(port.protocol()));
  }

  static Match destination(ServicePort port, int number) {
    return new TransportMatch.DestinationPort(port.protocol(), PortRange.of(number));
  }

  /** Matches packets to a port of the Service at one of its addresses. */
  static List<Match> portal(ServicePort port, Ipv4Address address, String comment) {
    return List.of(to(address), protocol(port), comment(comment), destination(port, port.number()));
  }
}
