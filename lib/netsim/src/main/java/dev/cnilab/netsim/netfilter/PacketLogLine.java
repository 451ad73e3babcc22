package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log line of a packet, as a log rule writes it (net/netfilter/nf_log_syslog.c). */
public final class PacketLogLine {
  private static final List<Flag> FLAGS =
      List.of(Flag.CWR, Flag.ECE, Flag.URG, Flag.ACK, Flag.PSH, Flag.RST, Flag.SYN, Flag.FIN);

  /** What a rule asks to be logged as well; in the order of its bits (NF_LOG_*). */
  public enum Detail {
    TCP_SEQUENCE(0x1),
    TCP_OPTIONS(0x2),
    /** Packets have no options here, so there is nothing to log. */
    IP_OPTIONS(0x4),
    UID(0x8),
    MACDECODE(0x20);

    private final int bit;

    Detail(int bit) {
      this.bit = bit;
    }

    public int bit() {
      return bit;
    }

    /** As after {@code --log-}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final StringBuilder line;
  private final Set<Detail> details;

  private PacketLogLine(String prefix, Set<Detail> details) {
    this.line = new StringBuilder(prefix);
    this.details = details;
  }

  /** The line of a packet, after the rule's prefix. */
  public static String of(String prefix, Skb skb, HookPoint at) {
    return of(prefix, skb, at, Set.of());
  }

  /** The line of a packet with details, after the rule's prefix. */
  public static String of(String prefix, Skb skb, HookPoint at, Set<Detail> details) {
    PacketLogLine line = new PacketLogLine(prefix, details);
    line.add("IN=" + name(at.in())).add("OUT=" + name(at.out()));
    line.addIf(skb.bridgePort() != null, "PHYSIN=" + name(skb.bridgePort()));
    line.addIf(skb.bridgedTo() != null, "PHYSOUT=" + name(skb.bridgedTo()));
    String frame = skb.destination() + ":" + skb.source() + ":08:00";
    if (at.in() != null && details.contains(Detail.MACDECODE)) {
      line.add("MACSRC=" + skb.source()).add("MACDST=" + skb.destination()).add("MACPROTO=0800");
    } else {
      line.addIf(at.in() != null, "MAC=" + frame);
    }
    line.packet(skb.packet());
    SocketOwner owner = skb.owner();
    if (owner != null && details.contains(Detail.UID)) {
      line.add("UID=" + owner.user()).add("GID=" + owner.group());
    }
    line.addIf(skb.mark() != 0, "MARK=0x" + Integer.toHexString(skb.mark()));
    return line.line.toString();
  }

  private static String name(@Nullable Link link) {
    return link == null ? "" : link.name();
  }

  private PacketLogLine add(String field) {
    line.append(field).append(' ');
    return this;
  }

  private void addIf(boolean told, String field) {
    if (told) {
      add(field);
    }
  }

  private void packet(Ipv4Packet packet) {
    Fragment fragment = packet.fragment();
    add("SRC=" + packet.source()).add("DST=" + packet.destination()).add("LEN=" + packet.length());
    add("TOS=0x%02X".formatted(packet.tos() & 0x1e))
        .add("PREC=0x%02X".formatted(packet.tos() & 0xe0));
    add("TTL=" + packet.ttl()).add("ID=" + packet.identification());
    addIf(fragment.dontFragment(), "DF");
    addIf(fragment.moreFollow(), "MF");
    addIf(fragment.offset() > 0, "FRAG:" + fragment.offset() / 8);
    switch (packet.payload()) {
      case TcpSegment tcp -> segment(tcp);
      case UdpDatagram udp -> ports("UDP", udp.sourcePort(), udp.destinationPort(), udp.length());
      case IcmpMessage icmp -> message(icmp);
      default -> add("PROTO=" + name(packet.protocol()));
    }
  }

  /** Protocols that have a logger of their own are logged by name, others by number. */
  private static String name(int protocol) {
    boolean named = List.of("tcp", "udp", "icmp", "ah", "esp").contains(Protocols.name(protocol));
    return named ? Protocols.name(protocol).toUpperCase(Locale.ROOT) : "" + protocol;
  }

  private void ports(String protocol, int source, int destination, int length) {
    add("PROTO=" + protocol).add("SPT=" + source).add("DPT=" + destination).add("LEN=" + length);
  }

  private void segment(TcpSegment tcp) {
    add("PROTO=TCP").add("SPT=" + tcp.sourcePort()).add("DPT=" + tcp.destinationPort());
    if (details.contains(Detail.TCP_SEQUENCE)) {
      add("SEQ=" + Integer.toUnsignedString(tcp.sequence()))
          .add("ACK=" + Integer.toUnsignedString(tcp.acknowledgement()));
    }
    add("WINDOW=" + tcp.window()).add("RES=0x00");
    FLAGS.stream().filter(tcp::has).forEach(flag -> add(flag.name()));
    add("URGP=0");
    if (details.contains(Detail.TCP_OPTIONS) && tcp.options().length() > 0) {
      add("OPT (" + HexFormat.of().withUpperCase().formatHex(tcp.options().toArray()) + ")");
    }
  }

  private void message(IcmpMessage icmp) {
    add("PROTO=ICMP").add("TYPE=" + icmp.type()).add("CODE=" + icmp.code());
    if (icmp.isEcho()) {
      add("ID=" + icmp.echoId()).add("SEQ=" + icmp.echoSequence());
    }
  }
}
