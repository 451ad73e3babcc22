package dev.cnilab.netsim.packet;

import java.util.Map;

/** The names of the protocols that matter here, as in /etc/protocols. */
public final class Protocols {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(IcmpMessage.PROTOCOL, "icmp"),
          Map.entry(2, "igmp"),
          Map.entry(EncapsulatedPacket.PROTOCOL, "ipencap"),
          Map.entry(TcpSegment.PROTOCOL, "tcp"),
          Map.entry(UdpDatagram.PROTOCOL, "udp"),
          Map.entry(33, "dccp"),
          Map.entry(47, "gre"),
          Map.entry(50, "esp"),
          Map.entry(51, "ah"),
          Map.entry(58, "ipv6-icmp"),
          Map.entry(SctpPacket.PROTOCOL, "sctp"),
          Map.entry(136, "udplite"));

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
