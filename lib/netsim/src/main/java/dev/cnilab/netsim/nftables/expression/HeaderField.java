package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ports;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of a packet's headers. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum HeaderField implements Selector {
  IP_SADDR("ip saddr", DataType.IPV4_ADDR, 0, s -> address(s.packet().source().bits())),
  IP_DADDR("ip daddr", DataType.IPV4_ADDR, 0, s -> address(s.packet().destination().bits())),
  IP_PROTOCOL("ip protocol", DataType.INET_PROTO, 0, s -> Datum.of(s.packet().protocol())),
  IP_TTL("ip ttl", DataType.INTEGER, 0, s -> Datum.of(s.packet().ttl())),
  IP_LENGTH("ip length", DataType.INTEGER, 0, s -> Datum.of(s.packet().length())),
  IP6_SADDR("ip6 saddr", DataType.IPV6_ADDR, 0, s -> null),
  IP6_DADDR("ip6 daddr", DataType.IPV6_ADDR, 0, s -> null),
  IP6_NEXTHDR("ip6 nexthdr", DataType.INET_PROTO, 0, s -> null),
  TCP_SPORT("tcp sport", DataType.INET_SERVICE, TcpSegment.PROTOCOL, HeaderField::source),
  TCP_DPORT("tcp dport", DataType.INET_SERVICE, TcpSegment.PROTOCOL, HeaderField::destination),
  TCP_FLAGS("tcp flags", DataType.TCP_FLAG, TcpSegment.PROTOCOL, HeaderField::flags),
  UDP_SPORT("udp sport", DataType.INET_SERVICE, UdpDatagram.PROTOCOL, HeaderField::source),
  UDP_DPORT("udp dport", DataType.INET_SERVICE, UdpDatagram.PROTOCOL, HeaderField::destination),
  SCTP_SPORT("sctp sport", DataType.INET_SERVICE, SctpPacket.PROTOCOL, HeaderField::source),
  SCTP_DPORT("sctp dport", DataType.INET_SERVICE, SctpPacket.PROTOCOL, HeaderField::destination),
  TH_SPORT("th sport", DataType.INET_SERVICE, 0, HeaderField::source),
  TH_DPORT("th dport", DataType.INET_SERVICE, 0, HeaderField::destination),
  ICMP_TYPE("icmp type", DataType.ICMP_TYPE, IcmpMessage.PROTOCOL, s -> icmp(s, 0)),
  ICMP_CODE("icmp code", DataType.ICMP_CODE, IcmpMessage.PROTOCOL, s -> icmp(s, 1));

  private final String text;
  private final DataType type;
  private final int protocol;
  private final SingleField field;

  HeaderField(String text, DataType type, int protocol, SingleField field) {
    this.text = text;
    this.type = type;
    this.protocol = protocol;
    this.field = field;
  }

  /** The protocol whose header it is in; 0 for IP or any protocol with ports. */
  public int protocol() {
    return protocol;
  }

  @Override
  public List<DataType> types() {
    return List.of(type);
  }

  @Override
  public @Nullable List<Datum> read(Subject subject) {
    if (protocol != 0 && subject.packet().protocol() != protocol) {
      return null;
    }
    Datum datum = field.of(subject);
    return datum == null ? null : List.of(datum);
  }

  @Override
  public String text(Style style) {
    return text;
  }

  private static Datum address(int bits) {
    return Datum.of(Integer.toUnsignedLong(bits));
  }

  private static @Nullable Datum source(Subject subject) {
    return SingleField.number(Ports.source(subject.packet()));
  }

  private static @Nullable Datum destination(Subject subject) {
    return SingleField.number(Ports.destination(subject.packet()));
  }

  private static @Nullable Datum flags(Subject subject) {
    return subject.packet().payload() instanceof TcpSegment segment
        ? Datum.of(segment.flags().stream().mapToInt(TcpSegment.Flag::bit).sum())
        : null;
  }

  private static @Nullable Datum icmp(Subject subject, int index) {
    return subject.packet().payload() instanceof IcmpMessage message
        ? Datum.of(index == 0 ? message.type() : message.code())
        : null;
  }
}
