package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** A condition on the transport protocol: the extensions tcp, udp, icmp and multiport. */
public sealed interface TransportMatch extends Match
    permits TransportMatch.SourcePort,
        TransportMatch.DestinationPort,
        TransportMatch.TcpFlags,
        TransportMatch.TcpOption,
        TransportMatch.Icmpv6Type,
        TransportMatch.IcmpType,
        TransportMatch.Ports {
  /** {@code --sport} of the extensions tcp and udp. */
  record SourcePort(String extension, PortRange ports) implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return ports.contains(subject.sourcePort());
    }

    @Override
    public String toString() {
      return "--sport " + ports;
    }
  }

  /** {@code --dport} of the extensions tcp and udp. */
  record DestinationPort(String extension, PortRange ports) implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return ports.contains(subject.destinationPort());
    }

    @Override
    public String toString() {
      return "--dport " + ports;
    }
  }

  /** {@code --tcp-flags}: of the examined flags, exactly these are set. */
  record TcpFlags(Set<TcpSegment.Flag> examined, Set<TcpSegment.Flag> set)
      implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().payload() instanceof TcpSegment tcp
          && examined.stream().allMatch(flag -> tcp.has(flag) == set.contains(flag));
    }

    @Override
    public String extension() {
      return "tcp";
    }

    @Override
    public String toString() {
      return "--tcp-flags " + list(examined) + " " + list(set);
    }

    private static String list(Set<TcpSegment.Flag> flags) {
      return flags.isEmpty()
          ? "NONE"
          : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
  }

  /** {@code --tcp-option}: the segment has an option of this kind. */
  record TcpOption(int kind) implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().payload() instanceof TcpSegment tcp && hasOption(tcp.options());
    }

    private boolean hasOption(Bytes options) {
      int at = 0;
      while (at < options.length() && options.get(at) != 0) {
        if (options.get(at) == kind) {
          return true;
        }
        boolean single = options.get(at) == 1 || at + 1 >= options.length();
        at += single ? 1 : Math.max(2, options.get(at + 1));
      }
      return false;
    }

    @Override
    public String extension() {
      return "tcp";
    }

    @Override
    public String toString() {
      return "--tcp-option " + kind;
    }
  }

  /** {@code --icmpv6-type}, with a code or for any code; no packet of IPv6 meets a rule. */
  record Icmpv6Type(int type, OptionalInt code) implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return false;
    }

    @Override
    public String extension() {
      return "icmp6";
    }

    @Override
    public String toString() {
      return "--icmpv6-type " + type + (code.isEmpty() ? "" : "/" + code.getAsInt());
    }
  }

  /** {@code --icmp-type}, with a code or for any code. */
  record IcmpType(int type, OptionalInt code) implements TransportMatch {
    /** Matches every type; not a number ICMP itself uses. */
    public static final int ANY = 255;

    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().payload() instanceof IcmpMessage icmp
          && (type == ANY || icmp.type() == type)
          && (code.isEmpty() || icmp.code() == code.getAsInt());
    }

    @Override
    public String extension() {
      return "icmp";
    }

    @Override
    public String toString() {
      return "--icmp-type "
          + (type == ANY ? "any" : type)
          + (code.isEmpty() ? "" : "/" + code.getAsInt());
    }
  }

  /** {@code -m multiport --dports} or {@code --sports}. */
  record Ports(Translation end, List<PortRange> ranges) implements TransportMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      int port = end == Translation.SOURCE ? subject.sourcePort() : subject.destinationPort();
      return ranges.stream().anyMatch(range -> range.contains(port));
    }

    @Override
    public String extension() {
      return "multiport";
    }

    @Override
    public String toString() {
      String list = ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
      return (end == Translation.SOURCE ? "--sports " : "--dports ") + list;
    }
  }
}
