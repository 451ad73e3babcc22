package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.subject.MarkText;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A condition on header fields other than addresses and ports, or on the frame that carried the
 * packet.
 */
public sealed interface HeaderMatch extends Match {
  /** {@code -f}: a second or further fragment, which has no ports. */
  record Fragmented() implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().fragment().offset() > 0;
    }

    @Override
    public String toString() {
      return "-f";
    }
  }

  /** {@code -m length --length}: the length of the whole IP packet in bytes. */
  record Length(PortRange bytes) implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return bytes.contains(subject.packet().length());
    }

    @Override
    public String extension() {
      return "length";
    }

    @Override
    public String toString() {
      return "--length " + bytes;
    }
  }

  /**
   * {@code -m string}: a text anywhere in the packet, its IP header included.
   *
   * @param text one character for each byte
   * @param algorithm bm or kmp, which find the same
   * @param from the first byte at which it may begin
   * @param to the last byte at which it may begin
   * @param ignoresCase whether upper and lower case are the same
   */
  record Text(String text, String algorithm, int from, int to, boolean ignoresCase)
      implements HeaderMatch {
    /** The end if none was given. */
    public static final int LAST = 0xffff;

    @Override
    public boolean matches(MatchSubject subject) {
      byte[] bytes = subject.packet().encode().toArray();
      String packet = new String(bytes, StandardCharsets.ISO_8859_1);
      for (int at = from; at <= Math.min(to, packet.length() - text.length()); at++) {
        if (packet.regionMatches(ignoresCase, at, text, 0, text.length())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String extension() {
      return "string";
    }

    /** The text between quotes. */
    public String quoted() {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String toString() {
      return "--string "
          + quoted()
          + (" --algo " + algorithm)
          + (from == 0 ? "" : " --from " + from)
          + (to == LAST ? "" : " --to " + to)
          + (ignoresCase ? " --icase" : "");
    }
  }

  /** {@code -m ttl}. */
  record TimeToLive(Comparison comparison, int ttl) implements HeaderMatch {
    /** How the packet's TTL compares with the number; the constant is the option's last part. */
    public enum Comparison {
      EQ,
      LT,
      GT
    }

    @Override
    public boolean matches(MatchSubject subject) {
      int found = subject.packet().ttl();
      return switch (comparison) {
        case EQ -> found == ttl;
        case LT -> found < ttl;
        case GT -> found > ttl;
      };
    }

    @Override
    public String extension() {
      return "ttl";
    }

    @Override
    public String toString() {
      return "--ttl-" + comparison.name().toLowerCase(Locale.ROOT) + " " + ttl;
    }
  }

  /**
   * {@code -m pkttype --pkt-type}: the kind of destination of the frame that brought the packet.
   */
  record PacketType(Kind kind) implements HeaderMatch {
    /** The kind of a frame's destination. */
    public enum Kind {
      UNICAST,
      BROADCAST,
      MULTICAST
    }

    @Override
    public boolean matches(MatchSubject subject) {
      MacAddress to = subject.skb().destination();
      Kind found =
          !to.isMulticast()
              ? Kind.UNICAST
              : to.equals(MacAddress.BROADCAST) ? Kind.BROADCAST : Kind.MULTICAST;
      return found == kind;
    }

    @Override
    public String extension() {
      return "pkttype";
    }

    @Override
    public String toString() {
      return "--pkt-type " + kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code -m mac --mac-source}: never matches packets that this host sends. */
  record MacSource(MacAddress address) implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.at().in() != null && subject.skb().source().equals(address);
    }

    @Override
    public String extension() {
      return "mac";
    }

    @Override
    public String toString() {
      return "--mac-source " + address;
    }
  }

  /** {@code -m iprange}: a range of addresses, both ends included. */
  record AddressRange(Translation end, Ipv4Address first, Ipv4Address last) implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      int found = (end == Translation.SOURCE ? packet.source() : packet.destination()).bits();
      return Integer.compareUnsigned(found, first.bits()) >= 0
          && Integer.compareUnsigned(found, last.bits()) <= 0;
    }

    @Override
    public String extension() {
      return "iprange";
    }

    /** The range alone. */
    public String range() {
      return first + "-" + last;
    }

    @Override
    public String toString() {
      return (end == Translation.SOURCE ? "--src-range " : "--dst-range ") + range();
    }
  }

  /** {@code -m multiport --ports}: one of the two ports is in one of the ranges. */
  record AnyPort(List<PortRange> ranges) implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return ranges.stream()
          .anyMatch(
              range ->
                  range.contains(subject.sourcePort())
                      || range.contains(subject.destinationPort()));
    }

    @Override
    public String extension() {
      return "multiport";
    }

    @Override
    public String toString() {
      return "--ports " + ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
    }
  }

  /** {@code -m connmark --mark}: the mark of the packet's connection. */
  record ConnectionMark(int value, int mask) implements HeaderMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      Connection connection = subject.tracked().connection();
      return connection != null && (connection.mark() & mask) == value;
    }

    @Override
    public String extension() {
      return "connmark";
    }

    @Override
    public String toString() {
      return "--mark " + MarkText.of(value, mask);
    }
  }
}
