package dev.cnilab.netsim.packet;

import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;

/**
 * An IPv4 packet without options (RFC 791), or a fragment of one.
 *
 * @param tos the type of service, 8 bits
 * @param identification the same for all fragments of a packet, 16 bits
 * @param fragment the fragment flags and offset
 * @param ttl how many more routers may forward it, 0 to 255
 */
public record Ipv4Packet(
    int tos,
    int identification,
    Fragment fragment,
    int ttl,
    Ipv4Address source,
    Ipv4Address destination,
    Ipv4Payload payload)
    implements EtherPayload {
  public static final int ETHER_TYPE = 0x0800;

  /** The length of the header, in bytes. */
  public static final int HEADER = 20;

  /** The maximum length of a packet, in bytes. */
  public static final int MAX_LENGTH = 65535;

  private static final int VERSION_AND_HEADER_WORDS = 0x45;

  /** A whole packet as a host sends it: TTL 64, may be fragmented. */
  public static Ipv4Packet of(Ipv4Address source, Ipv4Address destination, Ipv4Payload payload) {
    return new Ipv4Packet(0, 0, Fragment.WHOLE, 64, source, destination, payload);
  }

  public int protocol() {
    return payload.protocol();
  }

  public boolean dontFragment() {
    return fragment.dontFragment();
  }

  /** Whether this is only a fragment of a packet. */
  public boolean isFragment() {
    return fragment.isPart();
  }

  @Override
  public int etherType() {
    return ETHER_TYPE;
  }

  @Override
  public int length() {
    return HEADER + payload.length();
  }

  public Ipv4Packet withTos(int newTos) {
    return new Ipv4Packet(newTos, identification, fragment, ttl, source, destination, payload);
  }

  public Ipv4Packet withTtl(int newTtl) {
    return new Ipv4Packet(tos, identification, fragment, newTtl, source, destination, payload);
  }

  public Ipv4Packet withSource(Ipv4Address newSource) {
    return new Ipv4Packet(tos, identification, fragment, ttl, newSource, destination, payload);
  }

  public Ipv4Packet withDestination(Ipv4Address newDestination) {
    return new Ipv4Packet(tos, identification, fragment, ttl, source, newDestination, payload);
  }

  public Ipv4Packet withIdentification(int newIdentification) {
    return new Ipv4Packet(tos, newIdentification, fragment, ttl, source, destination, payload);
  }

  public Ipv4Packet withFragment(Fragment newFragment) {
    return new Ipv4Packet(tos, identification, newFragment, ttl, source, destination, payload);
  }

  public Ipv4Packet withPayload(Ipv4Payload newPayload) {
    return new Ipv4Packet(tos, identification, fragment, ttl, source, destination, newPayload);
  }

  /** The packet's bytes. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(length());
    encode(out);
    return Bytes.owning(out.array());
  }

  @Override
  public void encode(ByteBuffer out) {
    int start = out.position();
    out.put((byte) VERSION_AND_HEADER_WORDS).put((byte) tos).putShort((short) length());
    out.putShort((short) identification).putShort(fragment.bits());
    out.put((byte) ttl).put((byte) protocol()).putShort((short) 0);
    out.putInt(source.bits()).putInt(destination.bits());
    out.putShort(start + 10, Checksum.of(out, start, start + HEADER));
    payload.encode(out, source, destination);
  }

  /**
   * Reads a packet. Options are skipped, padding after it is ignored, and the payload of a whole
   * packet is decoded further if its protocol is known and its checksum correct.
   *
   * @throws MalformedPacketException if the header or the payload's header is malformed
   */
  public static Ipv4Packet decode(Bytes bytes) {
    Ipv4Packet packet = decodeHeader(bytes);
    return packet.isFragment() ? packet : packet.decodePayload();
  }

  /**
   * Reads a packet without decoding its payload.
   *
   * @throws MalformedPacketException if the header is malformed
   */
  static Ipv4Packet decodeHeader(Bytes bytes) {
    MalformedPacketException.check(bytes.length() >= HEADER, "IPv4 length", bytes.length());
    ByteBuffer in = bytes.buffer();
    int version = Byte.toUnsignedInt(in.get(0));
    int header = (version & 0xf) * 4;
    int total = Short.toUnsignedInt(in.getShort(2));
    MalformedPacketException.check(version >> 4 == 4, "IP version", version >> 4);
    MalformedPacketException.check(
        header >= HEADER && header <= total && total <= bytes.length(), "IPv4 lengths", total);
    short checksum = Checksum.of(in, 0, header);
    MalformedPacketException.check(checksum == 0, "IPv4 checksum", checksum);
    Fragment fragment = Fragment.of(in.getShort(6));
    Ipv4Address source = new Ipv4Address(in.getInt(12));
    Ipv4Address destination = new Ipv4Address(in.getInt(16));
    Ipv4Payload raw = new OpaquePayload(Byte.toUnsignedInt(in.get(9)), bytes.slice(header, total));
    return new Ipv4Packet(
        Byte.toUnsignedInt(in.get(1)),
        Short.toUnsignedInt(in.getShort(4)),
        fragment,
        Byte.toUnsignedInt(in.get(8)),
        source,
        destination,
        raw);
  }

  /**
   * This packet with its opaque payload decoded.
   *
   * @throws MalformedPacketException if the payload does not match the protocol number
   */
  public Ipv4Packet decodePayload() {
    if (!(payload instanceof OpaquePayload opaque)) {
      return this;
    }
    return switch (opaque.protocol()) {
      case IcmpMessage.PROTOCOL -> withPayload(IcmpMessage.decode(opaque.bytes()));
      case UdpDatagram.PROTOCOL ->
          withPayload(UdpDatagram.decode(opaque.bytes(), source, destination));
      case TcpSegment.PROTOCOL ->
          withPayload(TcpSegment.decode(opaque.bytes(), source, destination));
      case SctpPacket.PROTOCOL -> withPayload(SctpPacket.decode(opaque.bytes()));
      case EncapsulatedPacket.PROTOCOL ->
          withPayload(new EncapsulatedPacket(decode(opaque.bytes())));
      default -> this;
    };
  }

  /** The payload as bytes, with its checksum. */
  public Bytes payloadBytes() {
    ByteBuffer out = ByteBuffer.allocate(payload.length());
    payload.encode(out, source, destination);
    return Bytes.owning(out.array());
  }
}
