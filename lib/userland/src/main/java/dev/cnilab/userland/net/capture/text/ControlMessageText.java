package dev.cnilab.userland.net.capture.text;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.userland.net.sockets.ServicesFile;

/** Prints ICMP messages. */
record ControlMessageText(PrintOptions options) {

  /** The text after the addresses and "ICMP", without the length. */
  String of(IcmpMessage message) {
    return switch (message.type()) {
      case IcmpMessage.ECHO_REQUEST -> "echo request" + echo(message);
      case IcmpMessage.ECHO_REPLY -> "echo reply" + echo(message);
      default -> error(message);
    };
  }

  private static String echo(IcmpMessage message) {
    return ", id " + message.echoId() + ", seq " + message.echoSequence();
  }

  private String error(IcmpMessage message) {
    QuotedPacket about;
    try {
      about = message.quoted();
    } catch (MalformedPacketException unreadable) {
      return "type-#" + message.type();
    }
    Ipv4Address to = about.destination();
    return switch (message.type()) {
      case IcmpMessage.DESTINATION_UNREACHABLE -> unreachable(message, about);
      case IcmpMessage.REDIRECT ->
          "redirect " + to + (message.code() == 0 ? " to net " : " to host ") + message.gateway();
      case IcmpMessage.TIME_EXCEEDED ->
          message.code() == 0 ? "time exceeded in-transit" : "ip reassembly time exceeded";
      case IcmpMessage.PARAMETER_PROBLEM -> "parameter problem - octet " + (message.rest() >>> 24);
      default -> "type-#" + message.type();
    };
  }

  private String unreachable(IcmpMessage message, QuotedPacket about) {
    Ipv4Address to = about.destination();
    return switch (message.code()) {
      case 0 -> "net " + to + " unreachable";
      case 1 -> "host " + to + " unreachable";
      case 2 -> to + " protocol " + about.protocol() + " unreachable";
      case 3 -> port(about);
      case 4 -> to + " unreachable - need to frag (mtu " + message.nextHopMtu() + ")";
      case 9 -> "net " + to + " unreachable - admin prohibited";
      case 10 -> "host " + to + " unreachable - admin prohibited";
      case 13 -> "host " + to + " unreachable - admin prohibited filter";
      default -> to + " unreachable - #" + message.code();
    };
  }

  private String port(QuotedPacket about) {
    int number = about.protocol();
    if (number == UdpDatagram.PROTOCOL || number == TcpSegment.PROTOCOL) {
      boolean isTcp = number == TcpSegment.PROTOCOL;
      int port = about.destinationPort();
      String name =
          options.port(isTcp ? ServicesFile.tcpName(port) : ServicesFile.udpName(port), port);
      return about.destination() + (isTcp ? " tcp port " : " udp port ") + name + " unreachable";
    }
    return about.destination() + " protocol " + number + " port unreachable";
  }
}
