package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.packet.IcmpMessage;

/** The notes that traceroutes print after the time of an unreachable error. */
final class UnreachableNote {
  private UnreachableNote() {}

  /** The note of busybox, which distinguishes kinds of prohibition. */
  static String ofBusybox(int code, int mtu) {
    return switch (code) {
      case IcmpMessage.NET_PROHIBITED, IcmpMessage.ADMINISTRATIVELY_PROHIBITED -> "!A";
      case IcmpMessage.HOST_PROHIBITED -> "!C";
      default -> of(code, mtu);
    };
  }

  static String of(int code, int mtu) {
    return switch (code) {
      case IcmpMessage.NET_UNREACHABLE, 6, 11 -> "!N";
      case IcmpMessage.HOST_UNREACHABLE, 7, 12 -> "!H";
      case IcmpMessage.PROTOCOL_UNREACHABLE -> "!P";
      case IcmpMessage.PORT_UNREACHABLE -> "";
      case IcmpMessage.FRAGMENTATION_NEEDED -> "!F-" + mtu;
      case 5 -> "!S";
      case IcmpMessage.NET_PROHIBITED,
          IcmpMessage.HOST_PROHIBITED,
          IcmpMessage.ADMINISTRATIVELY_PROHIBITED ->
          "!X";
      case 14 -> "!V";
      case 15 -> "!C";
      default -> "!<" + code + ">";
    };
  }
}
