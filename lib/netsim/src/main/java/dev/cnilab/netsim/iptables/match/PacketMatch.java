package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.Ipv6Prefix;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Protocols;
import org.jspecify.annotations.Nullable;

/** A condition that needs no extension. */
public sealed interface PacketMatch extends Match
    permits PacketMatch.Source,
        PacketMatch.Destination,
        PacketMatch.Ipv6Source,
        PacketMatch.Ipv6Destination,
        PacketMatch.In,
        PacketMatch.Out,
        PacketMatch.Protocol {
  /** {@code -s}. */
  record Source(Ipv4Prefix prefix) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return prefix.contains(subject.packet().source());
    }

    @Override
    public String toString() {
      return "-s " + prefix;
    }
  }

  /** {@code -d}. */
  record Destination(Ipv4Prefix prefix) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return prefix.contains(subject.packet().destination());
    }

    @Override
    public String toString() {
      return "-d " + prefix;
    }
  }

  /** {@code -s} of ip6tables; no packet here is IPv6. */
  record Ipv6Source(Ipv6Prefix prefix) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return false;
    }

    @Override
    public String toString() {
      return "-s " + prefix;
    }
  }

  /** {@code -d} of ip6tables; no packet here is IPv6. */
  record Ipv6Destination(Ipv6Prefix prefix) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return false;
    }

    @Override
    public String toString() {
      return "-d " + prefix;
    }
  }

  /** {@code -i}; a name that ends in + matches all names with that prefix. */
  record In(String pattern) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return named(subject.at().in(), pattern);
    }

    @Override
    public String toString() {
      return "-i " + pattern;
    }
  }

  /** {@code -o}; a name that ends in + matches all names with that prefix. */
  record Out(String pattern) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return named(subject.at().out(), pattern);
    }

    @Override
    public String toString() {
      return "-o " + pattern;
    }
  }

  /** {@code -p}. */
  record Protocol(int number) implements PacketMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().protocol() == number;
    }

    @Override
    public String toString() {
      return "-p " + Protocols.name(number);
    }
  }

  private static boolean named(@Nullable Link link, String pattern) {
    if (link == null) {
      return false;
    }
    return pattern.endsWith("+")
        ? link.name().startsWith(pattern.substring(0, pattern.length() - 1))
        : link.name().equals(pattern);
  }
}
