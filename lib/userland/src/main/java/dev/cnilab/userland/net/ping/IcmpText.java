package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.IcmpMessage;

/** Describes ICMP messages as ping does (pr_icmph). */
final class IcmpText {
  private IcmpText() {}

  /**
   * The text of a message.
   *
   * @param info the MTU in bytes of a fragmentation-needed error, the router of a redirect
   */
  static String of(int type, int code, int info) {
    return switch (type) {
      case IcmpMessage.ECHO_REPLY -> "Echo Reply";
      case IcmpMessage.DESTINATION_UNREACHABLE -> unreachable(code, info);
      case 4 -> "Source Quench";
      case IcmpMessage.REDIRECT -> redirect(code) + "(New nexthop: " + new Ipv4Address(info) + ")";
      case IcmpMessage.ECHO_REQUEST -> "Echo Request";
      case IcmpMessage.TIME_EXCEEDED -> exceeded(code);
      case IcmpMessage.PARAMETER_PROBLEM ->
          "Parameter problem: pointer = " + Integer.toUnsignedString(info);
      default -> "Bad ICMP type: " + type;
    };
  }

  private static String unreachable(int code, int info) {
    return switch (code) {
      case 0 -> "Destination Net Unreachable";
      case 1 -> "Destination Host Unreachable";
      case 2 -> "Destination Protocol Unreachable";
      case 3 -> "Destination Port Unreachable";
      case 4 -> "Frag needed and DF set (mtu = " + info + ")";
      case 5 -> "Source Route Failed";
      case 6 -> "Destination Net Unknown";
      case 7 -> "Destination Host Unknown";
      case 8 -> "Source Host Isolated";
      case 9 -> "Destination Net Prohibited";
      case 10 -> "Destination Host Prohibited";
      case 11 -> "Destination Net Unreachable for Type of Service";
      case 12 -> "Destination Host Unreachable for Type of Service";
      case 13 -> "Packet filtered";
      case 14 -> "Precedence Violation";
      case 15 -> "Precedence Cutoff";
      default -> "Dest Unreachable, Bad Code: " + code;
    };
  }

  private static String redirect(int code) {
    return switch (code) {
      case 0 -> "Redirect Network";
      case 1 -> "Redirect Host";
      case 2 -> "Redirect Type of Service and Network";
      case 3 -> "Redirect Type of Service and Host";
      default -> "Redirect, Bad Code: " + code;
    };
  }

  private static String exceeded(int code) {
    return switch (code) {
      case 0 -> "Time to live exceeded";
      case 1 -> "Frag reassembly time exceeded";
      default -> "Time exceeded, Bad Code: " + code;
    };
  }
}
