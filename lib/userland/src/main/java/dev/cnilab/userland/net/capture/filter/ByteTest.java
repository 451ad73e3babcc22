package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;

/** A comparison of a byte of a header: {@code tcp[tcpflags] & tcp-syn != 0}. */
final class ByteTest {
  private final FilterTokens tokens;
  private final String protocol;

  /** Parses the comparison; the next token is an opening bracket. */
  ByteTest(FilterTokens tokens, String protocol) {
    this.tokens = tokens;
    this.protocol = protocol;
  }

  CaptureFilter parse() throws FilterSyntaxException {
    tokens.next();
    int offset = value(tokens.next());
    if (!tokens.take("]")) {
      throw new FilterSyntaxException();
    }
    int mask = tokens.take("&") ? mask() : 0xff;
    String relation = tokens.next();
    int wanted = value(tokens.next());
    return frame -> compare(at(frame, offset) & mask, relation, wanted);
  }

  private int mask() throws FilterSyntaxException {
    if (!tokens.take("(")) {
      return value(tokens.next());
    }
    int mask = value(tokens.next());
    while (tokens.take("|")) {
      mask |= value(tokens.next());
    }
    if (!tokens.take(")")) {
      throw new FilterSyntaxException();
    }
    return mask;
  }

  private static boolean compare(int found, String relation, int wanted) {
    return switch (relation) {
      case "=", "==" -> found == wanted;
      case "!=" -> found != wanted;
      case "<" -> found < wanted;
      case "<=" -> found <= wanted;
      case ">" -> found > wanted;
      case ">=" -> found >= wanted;
      default -> false;
    };
  }

  private static int value(String word) throws FilterSyntaxException {
    return switch (word) {
      case "icmptype" -> 0;
      case "icmpcode" -> 1;
      case "tcpflags" -> 13;
      case "icmp-echoreply" -> 0;
      case "icmp-unreach" -> 3;
      case "icmp-redirect" -> 5;
      case "icmp-echo" -> 8;
      case "icmp-timxceed" -> 11;
      case "tcp-fin" -> 1;
      case "tcp-syn" -> 2;
      case "tcp-rst" -> 4;
      case "tcp-push" -> 8;
      case "tcp-ack" -> 16;
      case "tcp-urg" -> 32;
      default -> FilterTokens.number(word);
    };
  }

  /** The byte of the header; -1 if the frame does not have it. */
  private int at(EthernetFrame frame, int offset) {
    byte[] bytes = frame.encode().toArray();
    int start =
        switch (protocol) {
          case "ether" -> 0;
          case "ip", "arp" -> EthernetFrame.HEADER;
          default -> EthernetFrame.HEADER + Ipv4Packet.HEADER;
        };
    int index = start + offset;
    return offset >= 0 && index < bytes.length ? Byte.toUnsignedInt(bytes[index]) : -1;
  }
}
