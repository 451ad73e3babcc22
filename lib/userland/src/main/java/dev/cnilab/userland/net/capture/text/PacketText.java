package dev.cnilab.userland.net.capture.text;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Checksum;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.OpaqueFrame;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import dev.cnilab.userland.net.sockets.ServicesFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Prints frames as tcpdump does. */
public final class PacketText {
  private static final int IGMP = 2;
  private static final int IGMP_V3_REPORT = 0x22;

  private static final int DNS = 53;

  /** A UDP port that tcpdump takes for a tunnel: Linux's default VXLAN port is Cisco's OTV. */
  private static final int OTV_PORT = 8472;

  private static final int VXLAN_PORT = 4789;

  private final PrintOptions options;
  private final TcpText tcp;
  private final ControlMessageText icmp;

  public PacketText(PrintOptions options) {
    this.options = options;
    this.tcp = new TcpText(options);
    this.icmp = new ControlMessageText(options);
  }

  /** The text of a frame, without the time. */
  public String of(EthernetFrame frame) {
    if (!options.link()) {
      return network(frame, true);
    }
    int type = frame.payload().etherType();
    return (frame.source() + " > " + frame.destination() + ", ethertype ")
        + typeName(type)
        + String.format(Locale.ROOT, " (0x%04x), length %d: ", type, frame.length())
        + network(frame, false);
  }

  /** The text of a frame without its link-layer header, as for a device that has none. */
  public String ofPayload(EthernetFrame frame) {
    return network(frame, true);
  }

  private static String typeName(int type) {
    return switch (type) {
      case Ipv4Packet.ETHER_TYPE -> "IPv4";
      case ArpPacket.ETHER_TYPE -> "ARP";
      case 0x86dd -> "IPv6";
      default -> "Unknown";
    };
  }

  private String network(EthernetFrame frame, boolean named) {
    return switch (frame.payload()) {
      case Ipv4Packet packet -> (named ? "IP " : "") + ip(packet);
      case ArpPacket packet -> (named ? "ARP, " : "") + arp(packet);
      case OpaqueFrame opaque ->
          (named ? String.format(Locale.ROOT, "ethertype 0x%04x, ", opaque.etherType()) : "")
              + "length "
              + opaque.length();
    };
  }

  private String arp(ArpPacket packet) {
    String detail = options.verbose() ? "Ethernet (len 6), IPv4 (len 4), " : "";
    String text =
        switch (packet.operation()) {
          case REQUEST ->
              "Request who-has "
                  + packet.targetAddress()
                  + (packet.targetMac().equals(MacAddress.ZERO)
                      ? ""
                      : " (" + packet.targetMac() + ")")
                  + " tell "
                  + packet.senderAddress();
          case REPLY -> "Reply " + packet.senderAddress() + " is-at " + packet.senderMac();
        };
    return detail + text + ", length " + packet.length();
  }

  private String ip(Ipv4Packet packet) {
    String head = "";
    if (options.verbose()) {
      String flags = packet.fragment().moreFollow() ? "+" : packet.dontFragment() ? "DF" : "none";
      head =
          String.format(
              Locale.ROOT,
              "(tos 0x%x, ttl %d, id %d, offset %d, flags [%s], proto %s (%d), length %d)%n    ",
              packet.tos(),
              packet.ttl(),
              packet.identification(),
              packet.fragment().offset(),
              flags,
              protocolName(packet.protocol()),
              packet.protocol(),
              packet.length());
    }
    return head + transport(packet);
  }

  private static String protocolName(int number) {
    return switch (number) {
      case IcmpMessage.PROTOCOL -> "ICMP";
      case TcpSegment.PROTOCOL -> "TCP";
      case UdpDatagram.PROTOCOL -> "UDP";
      case IGMP -> "IGMP";
      default -> "unknown";
    };
  }

  private String transport(Ipv4Packet packet) {
    if (packet.fragment().offset() > 0) {
      return hosts(packet) + protocolWord(packet.protocol());
    }
    return switch (packet.payload()) {
      case IcmpMessage message -> hosts(packet) + icmp(message, message.length());
      case UdpDatagram datagram -> udp(packet, datagram);
      case TcpSegment segment ->
          ends(
                  packet,
                  options.port(ServicesFile.tcpName(segment.sourcePort()), segment.sourcePort()),
                  options.port(
                      ServicesFile.tcpName(segment.destinationPort()), segment.destinationPort()))
              + tcp.of(packet, segment);
      case SctpPacket sctp ->
          ends(packet, "" + sctp.sourcePort(), "" + sctp.destinationPort()) + sctp(sctp);
      case EncapsulatedPacket tunnelled -> hosts(packet) + transport(tunnelled.inner());
      case OpaquePayload opaque -> hosts(packet) + opaque(opaque);
    };
  }

  private static String sctp(SctpPacket packet) {
    return switch (packet.chunks().length() == 0 ? -1 : packet.chunks().get(0)) {
      case 0 -> "sctp (1) [DATA]";
      case 1 -> "sctp (1) [INIT]";
      case 2 -> "sctp (1) [INIT ACK]";
      case 6 -> "sctp (1) [ABORT]";
      default -> "sctp";
    };
  }

  /** The text of a packet's first fragment. */
  private String opaque(OpaquePayload opaque) {
    Bytes bytes = opaque.bytes();
    if (opaque.protocol() == IcmpMessage.PROTOCOL && bytes.length() >= IcmpMessage.HEADER) {
      int type = Byte.toUnsignedInt(bytes.get(0));
      int code = Byte.toUnsignedInt(bytes.get(1));
      int rest = bytes.buffer().getInt(4);
      Bytes data = bytes.slice(IcmpMessage.HEADER, bytes.length());
      return icmp(new IcmpMessage(type, code, rest, data), bytes.length());
    }
    if (opaque.protocol() == IGMP && bytes.length() >= 8 && bytes.get(0) == IGMP_V3_REPORT) {
      return "igmp v3 report, " + bytes.buffer().getShort(6) + " group record(s)";
    }
    if (opaque.protocol() == UdpDatagram.PROTOCOL && bytes.length() >= UdpDatagram.HEADER) {
      int length = Short.toUnsignedInt(bytes.buffer().getShort(4)) - UdpDatagram.HEADER;
      return "UDP, length " + length;
    }
    return protocolWord(opaque.protocol());
  }

  private String protocolWord(int number) {
    if (options.numeric() > 0) {
      return "ip-proto-" + number;
    }
    return protocolName(number).toLowerCase(Locale.ROOT);
  }

  private static String hosts(Ipv4Packet packet) {
    return packet.source() + " > " + packet.destination() + ": ";
  }

  private static String ends(Ipv4Packet packet, String source, String destination) {
    return packet.source() + "." + source + " > " + packet.destination() + "." + destination + ": ";
  }

  private String udp(Ipv4Packet packet, UdpDatagram datagram) {
    int from = datagram.sourcePort();
    int to = datagram.destinationPort();
    String ends =
        ends(
            packet,
            options.port(ServicesFile.udpName(from), from),
            options.port(ServicesFile.udpName(to), to));
    int length = datagram.data().length();
    if (options.quick()) {
      return ends + "UDP, length " + length;
    }
    if (datagram.data() instanceof VxlanFrame tunnelled && to == OTV_PORT) {
      return ends
          + "OTV, flags [I] (0x08), overlay 0, instance "
          + tunnelled.vni()
          + "\n"
          + of(tunnelled.frame());
    }
    if (datagram.data() instanceof VxlanFrame tunnelled && to == VXLAN_PORT) {
      return ends
          + "VXLAN, flags [I] (0x08), vni "
          + tunnelled.vni()
          + "\n"
          + of(tunnelled.frame());
    }
    if (from == DNS || to == DNS) {
      return ends + DnsPrinter.of(datagram.data().bytes(), options);
    }
    return ends + "UDP, length " + length;
  }

  private String icmp(IcmpMessage message, int length) {
    return "ICMP " + icmp.of(message) + ", length " + length + quoted(message);
  }

  /** With {@code -v}, the packet that an error is about. */
  private String quoted(IcmpMessage message) {
    if (!options.verbose() || !message.isError()) {
      return "";
    }
    try {
      return "\n\tIP " + ip(Ipv4Packet.decode(whole(message.data())));
    } catch (MalformedPacketException unreadable) {
      return "";
    }
  }

  /**
   * A quoted packet, padded with zeros where it was cut off and with a correct checksum, because
   * only the headers matter.
   */
  private static Bytes whole(Bytes quoted) {
    int length = quoted.length() < Ipv4Packet.HEADER ? 0 : quoted.buffer().getShort(2) & 0xffff;
    if (length <= quoted.length()) {
      return quoted;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(quoted.toArray(), length));
    int header = (bytes.get(0) & 0xf) * 4;
    if (bytes.get(9) == IcmpMessage.PROTOCOL) {
      bytes.putShort(header + 2, (short) 0);
      bytes.putShort(header + 2, Checksum.of(bytes, header, length));
    } else if (bytes.get(9) == UdpDatagram.PROTOCOL) {
      bytes.putShort(header + 6, (short) 0); // none
    }
    return Bytes.of(bytes.array());
  }
}
