package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of a rule's conditions, whatever the order of its words was. */
final class MatchOrder {
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
   * The extensions in the order in which they were named, with the conditions of each together, and
   * those of tcp in the order of the header.
   */
  static List<Match> ofExtended(List<Match> given, List<String> named) {
    List<String> extensions = named.stream().distinct().toList();
    return given.stream()
        .sorted(
            Comparator.comparingInt((Match match) -> extensions.indexOf(match.extension()))
                .thenComparing(match -> placeInHeader(match)))
        .toList();
  }

  private static int placeInHeader(Match match) {
    return switch (match) {
      case Match.Not not -> placeInHeader(not.match());
      case TransportMatch.SourcePort port -> 0;
      case TransportMatch.DestinationPort port -> 1;
      default -> 2;
    };
  }
}
