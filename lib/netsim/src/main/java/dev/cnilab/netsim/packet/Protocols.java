package dev.cnilab.netsim.packet;

import java.util.Map;

/** The names of the protocols that matter here, as in /etc/protocols. */
public final class Protocols {
  private static final Map<Integer, String> NAMES =
      Map.of(
          IcmpMessage.PROTOCOL,
          "icmp",
          2,
          "igmp",
          EncapsulatedPacket.PROTOCOL,
          "ipencap",
          TcpSegment.PROTOCOL,
          "tcp",
          UdpDatagram.PROTOCOL,
          "udp",
          47,
          "gre",
          50,
          "esp",
          51,
          "ah",
          58,
          "ipv6-icmp",
          SctpPacket.PROTOCOL,
          "sctp");

  private Protocols() {}

  /** The protocol's name, or its number if it has none. */
  public static String name(int number) {
    return NAMES.getOrDefault(number, Integer.toString(number));
  }

  /** The number of the protocol with this name; -1 if there is none. */
  public static int number(String name) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().equalsIgnoreCase(name))
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(-1);
  }
}
