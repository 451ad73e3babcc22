package dev.cnilab.userland.netfilter.listing;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.BridgeMatch;
import dev.cnilab.netsim.iptables.match.ConnectionMatch;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.MemoryMatch;
import dev.cnilab.netsim.iptables.match.OwnerMatch;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.netsim.iptables.match.ServiceMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.userland.netfilter.rule.IcmpTypes;
import dev.cnilab.userland.netfilter.rule.Icmpv6Types;
import dev.cnilab.userland.netfilter.rule.PortNames;
import dev.cnilab.userland.netfilter.rule.ServiceOptions;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a condition in {@code iptables -L}, with a space before it; empty for columns. */
record MatchWords(boolean numeric) {

  String of(Match match) {
    return switch (match) {
      case PacketMatch.Source source -> "";
      case PacketMatch.Destination destination -> "";
      case PacketMatch.Ipv6Source source -> "";
      case PacketMatch.Ipv6Destination destination -> "";
      case PacketMatch.In in -> "";
      case PacketMatch.Out out -> "";
      case PacketMatch.Protocol protocol -> "";
      case Match.Not not -> words(not.match(), "!");
      case Match.Loaded loaded -> " " + loaded.extension();
      default -> words(match, "");
    };
  }

  private String words(Match match, String not) {
    return switch (match) {
      case TransportMatch.SourcePort port ->
          " " + port.extension() + port("spt", not, port.ports());
      case TransportMatch.DestinationPort port ->
          " " + port.extension() + port("dpt", not, port.ports());
      case TransportMatch.TcpFlags flags ->
          " tcp flags:" + not + names(flags.examined()) + "/" + names(flags.set());
      case TransportMatch.TcpOption option -> " tcp option=" + not + option.kind();
      case TransportMatch.Icmpv6Type icmp ->
          " " + (numeric ? Icmpv6Types.numeric(icmp, not) : Icmpv6Types.listed(icmp, not));
      case ConnectionMatch connection -> " " + spaced(not) + connection.toString().substring(2);
      case TransportMatch.IcmpType icmp ->
          " " + (numeric ? IcmpTypes.numeric(icmp, not) : IcmpTypes.listed(icmp, not));
      case TransportMatch.Ports ports ->
          " multiport "
              + (ports.end() == Translation.SOURCE ? "sports " : "dports ")
              + (not.isEmpty() ? "" : " !")
              + ports.ranges().stream().map(this::range).collect(Collectors.joining(","));
      case KnowledgeMatch.ConnectionState state ->
          " " + spaced(not) + state.toString().substring(2);
      case KnowledgeMatch.Mark mark -> " mark match " + spaced(not) + mark.toString().substring(7);
      case Match.Comment comment -> " /* " + comment.text() + " */";
      case KnowledgeMatch.AddressType type ->
          " ADDRTYPE match " + type.toString().substring(2).replace(" ", " " + not);
      case RateMatch.Random random ->
          " statistic mode random "
              + spaced(not)
              + random.toString().substring(14).replace("--", "");
      case RateMatch.Nth nth ->
          " statistic mode nth "
              + spaced(not)
              + nth.toString().substring(13).replace("--", "").replaceFirst(" packet 0$", "");
      case RateMatch.Limit limit -> " limit: avg " + limit.rate() + " burst " + limit.burst();
      case Match.Accounted accounted -> " " + accounted.toString().substring(2);
      case RateMatch.Remembering recent -> " recent: SET " + recent(recent.toString());
      case RateMatch.Remembered recent ->
          " recent: CHECK seconds: " + recent.seconds() + " reap " + recent(recent.toString());
      case MemoryMatch.Quota quota -> " quota: " + spaced(not) + quota.bytes() + " bytes";
      case MemoryMatch.Connections connections -> " " + connections.listed();
      case MemoryMatch.RateByHost rate -> " " + rate.listed();
      case MemoryMatch.Recent recent -> " " + spaced(not) + recent.listed();
      case KnowledgeMatch.InSet set -> " " + spaced(not) + set.toString().substring(2);
      case HeaderMatch header -> HeaderWords.of(header, not, this::range);
      case BridgeMatch bridge -> " PHYSDEV match " + spaced(not) + bridge;
      case OwnerMatch owner -> " " + spaced(not) + owner(owner);
      case ServiceMatch.TypeOfService tos -> " tos match" + not + service(tos);
      case ServiceMatch.CodePoint point -> " DSCP match " + not + point.toString().substring(7);
      default -> "";
    };
  }

  private static String recent(String rule) {
    return rule.replaceFirst(
        ".*--name (\\S+) --mask (\\S+) --rsource", "name: $1 side: source mask: $2");
  }

  private static String owner(OwnerMatch owner) {
    return switch (owner) {
      case OwnerMatch.Exists exists -> "owner socket exists";
      case OwnerMatch.User user -> "owner UID match " + user.range();
      case OwnerMatch.Group group -> "owner GID match " + group.range();
    };
  }

  private String service(ServiceMatch.TypeOfService tos) {
    String hex = tos.toString().substring(6);
    return numeric || tos.mask() != ServiceOptions.NAMED
        ? hex
        : ServiceOptions.name(tos.value()).map(name -> " " + name).orElse(hex);
  }

  private static String spaced(String not) {
    return not.isEmpty() ? "" : not + " ";
  }

  private String port(String key, String not, PortRange ports) {
    boolean one = ports.first() == ports.last();
    return " " + key + (one ? "" : "s") + ":" + not + range(ports);
  }

  private String range(PortRange ports) {
    if (numeric) {
      return ports.toString();
    }
    return ports.first() == ports.last()
        ? PortNames.name(ports.first())
        : PortNames.name(ports.first()) + ":" + PortNames.name(ports.last());
  }

  private String names(Set<TcpSegment.Flag> flags) {
    if (!numeric) {
      return flags.isEmpty()
          ? "NONE"
          : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
    int bits = flags.stream().mapToInt(TcpSegment.Flag::bit).sum();
    return String.format(Locale.ROOT, "0x%02X", bits);
  }
}
