package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/**
 * An ICMP message (RFC 792).
 *
 * @param rest the second word of the header, whose meaning depends on the type
 * @param data what follows the header: an echo's payload, or the start of the packet that an error
 *     quotes
 */
public record IcmpMessage(int type, int code, int rest, Bytes data) implements Ipv4Payload {
  public static final int PROTOCOL = 1;

  /** The length of the header, in bytes. */
  public static final int HEADER = 8;

  public static final int ECHO_REPLY = 0;
  public static final int DESTINATION_UNREACHABLE = 3;
  public static final int REDIRECT = 5;
  public static final int ECHO_REQUEST = 8;
  public static final int TIME_EXCEEDED = 11;
  public static final int PARAMETER_PROBLEM = 12;

  /** Codes of {@link #DESTINATION_UNREACHABLE}. */
  public static final int NET_UNREACHABLE = 0;

  public static final int HOST_UNREACHABLE = 1;
  public static final int PROTOCOL_UNREACHABLE = 2;
  public static final int PORT_UNREACHABLE = 3;
  public static final int FRAGMENTATION_NEEDED = 4;
  public static final int NET_PROHIBITED = 9;
  public static final int HOST_PROHIBITED = 10;
  public static final int ADMINISTRATIVELY_PROHIBITED = 13;

  /** Codes of {@link #TIME_EXCEEDED}. */
  public static final int TTL_EXCEEDED = 0;

  public static final int REASSEMBLY_TIME_EXCEEDED = 1;

  /** Code of {@link #REDIRECT} for one host. */
  public static final int REDIRECT_HOST = 1;

  public static IcmpMessage echoRequest(int id, int sequence, Bytes data) {
    return new IcmpMessage(ECHO_REQUEST, 0, echoWord(id, sequence), data);
  }

  private static int echoWord(int id, int sequence) {
    return id << 16 | (sequence & 0xffff);
  }

  /**
   * An error about a packet.
   *
   * @param quoted the packet's first bytes
   */
  public static IcmpMessage error(int type, int code, int rest, Bytes quoted) {
    return new IcmpMessage(type, code, rest, quoted);
  }

  @Override
  public int protocol() {
    return PROTOCOL;
  }

  public boolean isEcho() {
    return type == ECHO_REQUEST || type == ECHO_REPLY;
  }

  /** Whether it is about another packet, which {@link #quoted} returns. */
  public boolean isError() {
    return switch (type) {
      case DESTINATION_UNREACHABLE, 4, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  /** The identifier of an echo. */
  public int echoId() {
    return rest >>> 16;
  }

  /** The sequence number of an echo. */
  public int echoSequence() {
    return rest & 0xffff;
  }

  /** The MTU in bytes that a fragmentation-needed error reports. */
  public int nextHopMtu() {
    return rest & 0xffff;
  }

  /** The router that a redirect recommends. */
  public Ipv4Address gateway() {
    return new Ipv4Address(rest);
  }

  /**
   * The packet that an error is about.
   *
   * @throws MalformedPacketException if the quoted part is too short or not an IPv4 packet
   */
  public QuotedPacket quoted() {
    return QuotedPacket.decode(data);
  }

  @Override
  public int length() {
    return HEADER + data.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    int start = out.position();
    out.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest);
    data.encode(out);
    out.putShort(start + 2, Checksum.of(out, start, out.position()));
  }

  static IcmpMessage decode(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= HEADER, "ICMP length", bytes.length());
    ByteBuffer in = bytes.buffer();
    short sum = Checksum.of(in, 0, bytes.length());
    MalformedPacketException.check(sum == 0, "ICMP checksum", sum);
    return new IcmpMessage(
        Byte.toUnsignedInt(in.get(0)),
        Byte.toUnsignedInt(in.get(1)),
        in.getInt(4),
        bytes.slice(HEADER, bytes.length()));
  }
}
