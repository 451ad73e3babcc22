package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.NatFlag;
import dev.cnilab.netsim.iptables.NatRange;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.packet.Protocols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules of iptables in nft's syntax, as its extensions translate them (iptables-translate(8));
 * untranslatable ones are shown as {@code xt}.
 */
final class ForeignRules {
  private final Style style;

  ForeignRules(Style style) {
    this.style = style;
  }

  /** Whether a rule has a part of the xtables extensions, which nft only translates. */
  static boolean isForeign(Rule rule) {
    return rule.matches().stream().anyMatch(ForeignRules::isForeign)
        || switch (rule.target()) {
          case Target.Nothing nothing -> false;
          case Target.Accept accept -> false;
          case Target.Drop drop -> false;
          case Target.Return back -> false;
          case Target.Jump jump -> false;
          case Target.Goto go -> false;
          default -> true;
        };
  }

  /** Of the extensions, iptables 1.8.9 expresses these by nf_tables' own means. */
  private static boolean isForeign(Match match) {
    return !List.of("", "tcp", "udp", "mark", "limit").contains(match.extension())
        || match instanceof TransportMatch.TcpFlags;
  }

  String text(Rule rule) {
    List<String> parts = new ArrayList<>();
    List<Match> matches =
        rule.matches().stream().sorted(Comparator.comparingInt(ForeignRules::place)).toList();
    for (int i = 0; i < matches.size(); i++) {
      if (!isImplied(matches, i) && !(matches.get(i) instanceof Match.Loaded)) {
        parts.add(text(matches.get(i), rule)); // a comment leaves only a space
      }
    }
    parts.add(
        style.has(Style.Option.STATELESS)
            ? "counter"
            : "counter packets "
                + (rule.counters().packets() + " bytes " + rule.counters().bytes()));
    String target = text(rule.target());
    return String.join(" ", parts) + (target.isEmpty() ? "" : " " + target);
  }

  /** The position of a match: iptables checks links, protocol and addresses before extensions. */
  private static int place(Match match) {
    return switch (match instanceof Match.Not not ? not.match() : match) {
      case PacketMatch.In in -> 0;
      case PacketMatch.Out out -> 1;
      case PacketMatch.Protocol protocol -> 2;
      case PacketMatch.Source source -> 3;
      case PacketMatch.Ipv6Source source -> 3;
      case PacketMatch.Destination destination -> 4;
      case PacketMatch.Ipv6Destination destination -> 4;
      default -> 5;
    };
  }

  /**
   * Whether a protocol match is implied by a following match on its ports, apart from addresses.
   */
  private static boolean isImplied(List<Match> matches, int index) {
    if (!(matches.get(index) instanceof PacketMatch.Protocol protocol)) {
      return false;
    }
    Match next =
        matches.stream()
            .skip(index + 1L)
            .filter(match -> place(match) == 5)
            .findFirst()
            .orElse(protocol);
    Match inner = next instanceof Match.Not not ? not.match() : next;
    return (inner instanceof TransportMatch.SourcePort
            || inner instanceof TransportMatch.DestinationPort)
        && inner.extension().equals(Protocols.name(protocol.number()));
  }

  private static String text(Match match, Rule rule) {
    return match instanceof Match.Not not ? text(not.match(), "!= ", rule) : text(match, "", rule);
  }

  private static String text(Match match, String sign, Rule rule) {
    return switch (match) {
      case PacketMatch.Source source -> "ip saddr " + sign + prefix(source.prefix());
      case PacketMatch.Destination destination -> "ip daddr " + sign + prefix(destination.prefix());
      case PacketMatch.Ipv6Source source -> "ip6 saddr " + sign + source.prefix().shown();
      case PacketMatch.Ipv6Destination destination ->
          "ip6 daddr " + sign + destination.prefix().shown();
      case PacketMatch.In in -> "iifname " + sign + name(in.pattern());
      case PacketMatch.Out out -> "oifname " + sign + name(out.pattern());
      case PacketMatch.Protocol protocol ->
          "meta l4proto " + sign + Protocols.name(protocol.number());
      case TransportMatch.SourcePort port ->
          port.extension() + " sport " + sign + port.ports().text('-');
      case TransportMatch.DestinationPort port ->
          port.extension() + " dport " + sign + port.ports().text('-');
      case KnowledgeMatch.ConnectionState state ->
          "ct state "
              + (sign.isEmpty() ? "" : "! ")
              + state.names().stream()
                  .sorted()
                  .map(each -> each.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(","));
      case KnowledgeMatch.Mark mark when mark.mask() == -1 ->
          String.format("meta mark %s0x%08x", sign, mark.value());
      case KnowledgeMatch.Mark mark ->
          String.format(
              "meta mark & 0x%08x %s 0x%08x",
              mark.mask(), sign.isEmpty() ? "==" : "!=", mark.value());
      case KnowledgeMatch.AddressType type ->
          "fib "
              + (type.end() == Translation.SOURCE ? "saddr" : "daddr")
              + (" type " + sign + types(type));
      case TransportMatch.TcpOption option ->
          "tcp option " + option.kind() + (sign.isEmpty() ? " exists" : " missing");
      case TransportMatch.Ports ports ->
          protocol(rule)
              + (ports.end() == Translation.SOURCE ? " sport " : " dport ")
              + (sign + ports(ports.ranges()));
      case TransportMatch.IcmpType icmp when icmp.type() == TransportMatch.IcmpType.ANY -> "";
      case TransportMatch.IcmpType icmp when icmp.code().isEmpty() ->
          "icmp type " + sign + DataType.ICMP_TYPE.text(new Datum.Bits(icmp.type()), Style.PLAIN);
      case RateMatch.Limit limit when sign.isEmpty() -> limit(limit);
      case RateMatch.Random random ->
          "meta random & 2147483647 " + (sign.isEmpty() ? "< " : ">= ") + random.threshold();
      case Match.Comment comment -> "";
      case Match.Loaded loaded -> "";
      default -> "xt match \"" + match.extension() + "\"";
    };
  }

  private static String types(KnowledgeMatch.AddressType type) {
    List<String> names =
        type.types().stream().sorted().map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    return names.size() == 1 ? names.getFirst() : "{ " + String.join(", ", names) + " }";
  }

  /** The protocol that a rule names; one with ports always does. */
  private static String protocol(Rule rule) {
    return rule.matches().stream()
        .filter(PacketMatch.Protocol.class::isInstance)
        .map(PacketMatch.Protocol.class::cast)
        .map(match -> Protocols.name(match.number()))
        .findFirst()
        .orElse("th");
  }

  private static String ports(List<PortRange> ranges) {
    String all = ranges.stream().map(range -> range.text('-')).collect(Collectors.joining(", "));
    return ranges.size() == 1 ? all : "{ " + all + " }";
  }

  /** The limit; nft leaves out a burst of five, its default. */
  private static String limit(RateMatch.Limit limit) {
    String rate = limit.rate().replace("sec", "second").replace("min", "minute");
    return "limit rate "
        + rate
        + (limit.burst() == 5 ? "" : " burst " + limit.burst() + " packets");
  }

  private static String prefix(Ipv4Prefix prefix) {
    return prefix.length() == 32 ? prefix.address().toString() : prefix.toString();
  }

  private static String name(String pattern) {
    return "\""
        + (pattern.endsWith("+") ? pattern.substring(0, pattern.length() - 1) + "*" : pattern)
        + "\"";
  }

  private static String text(Target target) {
    return switch (target) {
      case Target.Nothing nothing -> "";
      case Target.Accept accept -> "accept";
      case Target.Drop drop -> "drop";
      case Target.Return back -> "return";
      case Target.Jump jump -> "jump " + jump.chain().name();
      case Target.Goto go -> "goto " + go.chain().name();
      case Target.Reject reject ->
          new dev.cnilab.netsim.nftables.statement.Statement.Reject(reject.with())
              .text(Style.PLAIN);
      case Target.DestinationNat nat -> "dnat to " + range(nat.to()) + flags(nat.to().flags());
      case Target.SourceNat nat -> "snat to " + range(nat.to()) + flags(nat.to().flags());
      case Target.Masquerade masquerade ->
          "masquerade"
              + masquerade.ports().map(ports -> " to :" + ports.text('-')).orElse("")
              + flags(masquerade.flags());
      case Target.Redirect redirect ->
          "redirect"
              + redirect.ports().map(ports -> " to :" + ports.text('-')).orElse("")
              + flags(redirect.flags());
      case Target.Mark mark -> mark(mark);
      case Target.Log log ->
          "log" + (log.prefix().isEmpty() ? "" : " prefix \"" + log.prefix() + "\"");
      case Target.NoTrack noTrack -> "notrack";
      case Target.Passing passing -> "xt target \"" + passing.name() + "\"";
      case Mangling mangling -> "xt target \"" + mangling.name() + "\"";
    };
  }

  private static String flags(Set<NatFlag> flags) {
    String all =
        flags.stream()
            .sorted()
            .map(each -> each == NatFlag.RANDOM_FULLY ? "fully-random" : each.text())
            .collect(Collectors.joining(","));
    return all.isEmpty() ? "" : " " + all;
  }

  /** The shortest form of {@code mark & ~mask ^ value} (libxt_MARK.c). */
  private static String mark(Target.Mark mark) {
    if (mark.mask() == -1) {
      return String.format("meta mark set 0x%x", mark.value());
    } else if (mark.mask() == 0) {
      return String.format("meta mark set mark xor 0x%x", mark.value());
    } else if (mark.mask() == mark.value()) {
      return String.format("meta mark set mark or 0x%x", mark.value());
    } else if (mark.value() == 0) {
      return String.format("meta mark set mark and 0x%x", ~mark.mask());
    }
    return String.format("meta mark set mark and 0x%x xor 0x%x", ~mark.mask(), mark.value());
  }

  private static String range(NatRange range) {
    return range.toString();
  }
}
