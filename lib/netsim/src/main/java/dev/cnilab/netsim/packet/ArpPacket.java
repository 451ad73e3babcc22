package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import java.nio.ByteBuffer;

/** A request for, or an announcement of, the MAC address of an IPv4 address (RFC 826). */
public record ArpPacket(
    Operation operation,
    MacAddress senderMac,
    Ipv4Address senderAddress,
    MacAddress targetMac,
    Ipv4Address targetAddress)
    implements EtherPayload {
  public static final int ETHER_TYPE = 0x0806;

  private static final int LENGTH = 28;
  private static final long ETHERNET_AND_IPV4 = 0x0001_0800_0604L;

  /** Who-has or is-at. */
  public enum Operation {
    REQUEST(1),
    REPLY(2);

    private final int code;

    Operation(int code) {
      this.code = code;
    }

    static Operation of(int code) {
      MalformedPacketException.check(code == 1 || code == 2, "ARP operation", code);
      return code == 1 ? REQUEST : REPLY;
    }
  }

  public static ArpPacket request(MacAddress senderMac, Ipv4Address sender, Ipv4Address target) {
    return new ArpPacket(Operation.REQUEST, senderMac, sender, MacAddress.ZERO, target);
  }

  /** The reply to this request, with {@code mac} as its target's address. */
  public ArpPacket reply(MacAddress mac) {
    return new ArpPacket(Operation.REPLY, mac, targetAddress, senderMac, senderAddress);
  }

  @Override
  public int etherType() {
    return ETHER_TYPE;
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public void encode(ByteBuffer out) {
    out.putShort((short) (ETHERNET_AND_IPV4 >>> 32)).putInt((int) ETHERNET_AND_IPV4);
    out.putShort((short) operation.code);
    EthernetFrame.putMac(out, senderMac);
    out.putInt(senderAddress.bits());
    EthernetFrame.putMac(out, targetMac);
    out.putInt(targetAddress.bits());
  }

  /**
   * Reads a packet; padding after it is ignored.
   *
   * @throws MalformedPacketException if it is not ARP for IPv4 over Ethernet
   */
  public static ArpPacket decode(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= LENGTH, "ARP length", bytes.length());
    ByteBuffer in = bytes.buffer();
    long kind = Short.toUnsignedLong(in.getShort()) << 32 | Integer.toUnsignedLong(in.getInt());
    MalformedPacketException.check(kind == ETHERNET_AND_IPV4, "ARP address types", kind);
    return new ArpPacket(
        Operation.of(in.getShort()),
        EthernetFrame.getMac(in),
        new Ipv4Address(in.getInt()),
        EthernetFrame.getMac(in),
        new Ipv4Address(in.getInt()));
  }
}
