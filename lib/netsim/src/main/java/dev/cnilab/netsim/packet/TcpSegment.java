package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * A TCP segment (RFC 9293).
 *
 * @param sequence the number of its first byte, modulo 2^32
 * @param acknowledgement the next byte expected, modulo 2^32, if {@link Flag#ACK} is set
 * @param window in bytes, not scaled, 16 bits
 * @param options as on the wire, padded to a multiple of 4 bytes, at most 40
 */
public record TcpSegment(
    int sourcePort,
    int destinationPort,
    int sequence,
    int acknowledgement,
    Set<Flag> flags,
    int window,
    Bytes options,
    Bytes data)
    implements Ipv4Payload {
  public static final int PROTOCOL = 6;

  /** The length of the header without options, in bytes. */
  public static final int HEADER = 20;

  /** The control bits, lowest first. */
  public enum Flag {
    FIN(1),
    SYN(2),
    RST(4),
    PSH(8),
    ACK(16),
    URG(32),
    ECE(64),
    CWR(128);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    /** The flag's bit in the header's flags byte. */
    public int bit() {
      return bit;
    }
  }

  public TcpSegment {
    if (options.length() % 4 != 0 || options.length() > 40) {
      throw new IllegalArgumentException(
          "TCP options have 0 to 40 bytes in words of 4, not " + options.length());
    }
    flags = Set.copyOf(flags);
  }

  public TcpSegment withSourcePort(int port) {
    return new TcpSegment(
        port, destinationPort, sequence, acknowledgement, flags, window, options, data);
  }

  public TcpSegment withDestinationPort(int port) {
    return new TcpSegment(
        sourcePort, port, sequence, acknowledgement, flags, window, options, data);
  }

  public TcpSegment withOptions(Bytes other) {
    return new TcpSegment(
        sourcePort, destinationPort, sequence, acknowledgement, flags, window, other, data);
  }

  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  @Override
  public int protocol() {
    return PROTOCOL;
  }

  @Override
  public int length() {
    return HEADER + options.length() + data.length();
  }

  @Override
  public void encode(ByteBuffer out, Ipv4Address source, Ipv4Address destination) {
    int start = out.position();
    out.putShort((short) sourcePort).putShort((short) destinationPort);
    out.putInt(sequence).putInt(acknowledgement);
    out.put((byte) ((HEADER + options.length()) * 4)).put((byte) flagBits());
    out.putShort((short) window).putShort((short) 0).putShort((short) 0);
    options.encode(out);
    data.encode(out);
    out.putShort(
        start + 16,
        Checksum.ofTransport(out, start, out.position(), source, destination, PROTOCOL));
  }

  private int flagBits() {
    return flags.stream().mapToInt(flag -> flag.bit).sum();
  }

  static TcpSegment decode(Bytes bytes, Ipv4Address source, Ipv4Address destination) {
    MalformedPacketException.check(bytes.length() >= HEADER, "TCP length", bytes.length());
    ByteBuffer in = bytes.buffer();
    int header = (in.get(12) >> 4 & 0xf) * 4;
    MalformedPacketException.check(
        header >= HEADER && header <= bytes.length(), "TCP data offset", header);
    short sum = Checksum.ofTransport(in, 0, bytes.length(), source, destination, PROTOCOL);
    MalformedPacketException.check(sum == 0, "TCP checksum", sum);
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if ((in.get(13) & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return new TcpSegment(
        Short.toUnsignedInt(in.getShort(0)),
        Short.toUnsignedInt(in.getShort(2)),
        in.getInt(4),
        in.getInt(8),
        flags,
        Short.toUnsignedInt(in.getShort(14)),
        bytes.slice(HEADER, header),
        bytes.slice(header, bytes.length()));
  }
}
