package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.ConnectionMatch;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of a rule's conditions, whatever the order of its words was. */
final class MatchOrder {
  private static final List<ConnectionMatch.End> ENDS = List.of(ConnectionMatch.End.values());

  private MatchOrder() {}

  /** The conditions that need no extension, as the fields of struct ipt_ip. */
  static List<Match> ofBasic(List<Match> basic) {
    List<Match> matches = new ArrayList<>();
    for (Class<?> kind :
        List.of(
            PacketMatch.Source.class,
            PacketMatch.Ipv6Source.class,
            PacketMatch.Destination.class,
            PacketMatch.Ipv6Destination.class,
            PacketMatch.In.class,
            PacketMatch.Out.class,
            PacketMatch.Protocol.class,
            HeaderMatch.Fragmented.class)) {
      basic.stream()
          .filter(match -> kind.isInstance(match instanceof Match.Not not ? not.match() : match))
          .forEach(matches::add);
    }
    return matches;
  }

  /**
   * The extensions in the order in which they were named, with the conditions of each together, in
   * the extension's own order.
   */
  static List<Match> ofExtended(List<Match> given, List<String> named) {
    List<String> extensions = named.stream().distinct().toList();
    return given.stream()
        .sorted(
            Comparator.comparingInt((Match match) -> extensions.indexOf(match.extension()))
                .thenComparing(match -> placeInHeader(match)))
        .toList();
  }

  private static int place(ConnectionMatch match) {
    return switch (match) {
      case ConnectionMatch.Protocol protocol -> 0;
      case ConnectionMatch.Address address -> 1 + ENDS.indexOf(address.end());
      case ConnectionMatch.Port port -> 5 + ENDS.indexOf(port.end());
      case ConnectionMatch.Status status -> 9;
      case ConnectionMatch.Expiry expiry -> 10;
      case ConnectionMatch.Direction direction -> 11;
    };
  }

  private static int placeInHeader(Match match) {
    return switch (match) {
      case Match.Not not -> placeInHeader(not.match());
      case TransportMatch.SourcePort port -> 0;
      case TransportMatch.DestinationPort port -> 1;
      case TransportMatch.TcpOption option -> 2;
      case KnowledgeMatch.AddressType type -> type.end() == Translation.SOURCE ? 0 : 1;
      case ConnectionMatch connection -> 1 + place(connection);
      case KnowledgeMatch.ConnectionState state -> 0;
      default -> 3;
    };
  }
}
