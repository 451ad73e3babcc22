package dev.cnilab.netsim.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import java.util.HexFormat;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PacketRoundTripTest {
  @Property(seed = "1")
  void an_encoded_frame_decodes_to_itself(@ForAll("frames") EthernetFrame frame) {
    Bytes wire = frame.encode();

    assertThat(wire.length()).isEqualTo(frame.length());
    assertThat(EthernetFrame.decode(wire)).isEqualTo(frame);
  }

  @Property(seed = "1")
  void arbitrary_bytes_decode_to_a_frame_or_are_malformed(@ForAll byte[] bytes) {
    Bytes wire = Bytes.of(bytes);
    try {
      EthernetFrame frame = EthernetFrame.decode(wire);
      assertThat(EthernetFrame.decode(frame.encode())).isEqualTo(frame);
    } catch (MalformedPacketException malformed) {
      assertThat(malformed).hasMessageContaining("malformed");
    }
  }

  @Property(seed = "1")
  void a_changed_byte_of_a_packet_is_detected(
      @ForAll("packets") Ipv4Packet packet, @ForAll int where, @ForAll byte change) {
    byte[] bytes = packet.encode().toArray();
    int at = Math.floorMod(where, bytes.length);
    bytes[at] ^= change;
    try {
      Ipv4Packet decoded = Ipv4Packet.decode(Bytes.of(bytes));
      // Only a change without effect, or one between the two zeros of ones' complement, may go
      // undetected.
      assertThat(change == 0 || packet.payload() instanceof OpaquePayload).isTrue();
      assertThat(decoded.source()).isEqualTo(packet.source());
    } catch (MalformedPacketException expected) {
      assertThat(change).isNotZero();
    }
  }

  @Property(seed = "1")
  void the_quoted_start_of_a_packet_identifies_its_sender(@ForAll("packets") Ipv4Packet packet) {
    QuotedPacket quoted =
        IcmpMessage.error(IcmpMessage.TIME_EXCEEDED, 0, 0, packet.encode().first(548)).quoted();

    assertThat(quoted.source()).isEqualTo(packet.source());
    assertThat(quoted.destination()).isEqualTo(packet.destination());
    assertThat(quoted.protocol()).isEqualTo(packet.protocol());
    assertThat(quoted.length()).isEqualTo(packet.length());
  }

  @Example
  void an_echo_request_is_on_the_wire_what_linux_sends() {
    // From a capture of: ping -c 1 -s 8 -p 00 10.0.0.2
    Bytes captured =
        Bytes.of(
            HexFormat.of()
                .parseHex(
                    "02000000000b02000000000a08004500002490394000"
                        + "4001969d0a0000010a0000020800d7a7205700010000000000000000"));

    EthernetFrame frame = EthernetFrame.decode(captured);
    Ipv4Packet packet = (Ipv4Packet) frame.payload();
    assertThat(packet.dontFragment()).isTrue();
    assertThat(packet.payload()).isEqualTo(IcmpMessage.echoRequest(0x2057, 1, Bytes.zeros(8)));
    assertThat(frame.encode()).isEqualTo(captured);
  }

  @Example
  void a_malformed_packet_is_reported_with_the_value_found() {
    Bytes short12 = Bytes.zeros(12);

    assertThatThrownBy(() -> EthernetFrame.decode(short12))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("frame length: found 12");
  }

  @Provide
  Arbitrary<EthernetFrame> frames() {
    Arbitrary<MacAddress> macs =
        Arbitraries.longs().between(0, 0xffff_ffff_ffffL).map(MacAddress::new);
    Arbitrary<EtherPayload> payloads =
        Arbitraries.oneOf(
            packets().map(EtherPayload.class::cast),
            Combinators.combine(macs, addresses(), addresses()).as(ArpPacket::request),
            bytes(64).map(data -> new OpaqueFrame(0x86dd, data)));
    return Combinators.combine(macs, macs, payloads).as(EthernetFrame::new);
  }

  @Provide
  Arbitrary<Ipv4Packet> packets() {
    return Combinators.combine(addresses(), addresses(), payloads(), Arbitraries.integers())
        .as(
            (source, destination, payload, any) ->
                new Ipv4Packet(
                    any & 0xff,
                    any >>> 8 & 0xffff,
                    (any & 1) == 0 ? Fragment.DONT : Fragment.WHOLE,
                    any >>> 24,
                    source,
                    destination,
                    payload));
  }

  private static Arbitrary<Ipv4Address> addresses() {
    return Arbitraries.integers().map(Ipv4Address::new);
  }

  private static Arbitrary<Bytes> bytes(int most) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Bytes::of);
  }

  private static Arbitrary<Ipv4Payload> payloads() {
    Arbitrary<Integer> ports = Arbitraries.integers().between(0, 65535);
    Arbitrary<Integer> words = Arbitraries.integers();
    Arbitrary<Set<TcpSegment.Flag>> flags = Arbitraries.of(TcpSegment.Flag.class).set();
    Arbitrary<Bytes> options =
        Arbitraries.integers().between(0, 10).map(count -> Bytes.zeros(count * 4));
    return Arbitraries.oneOf(
        Combinators.combine(words, bytes(100))
            .as((word, data) -> new IcmpMessage(8, 0, word, data)),
        Combinators.combine(ports, ports, bytes(100)).as(UdpDatagram::new),
        Combinators.combine(ports, ports, words, words, flags, ports, options, bytes(100))
            .as(TcpSegment::new),
        Combinators.combine(ports, ports, words, bytes(100)).as(SctpPacket::new),
        Combinators.combine(words, words, bytes(100))
            .as(
                (from, to, data) ->
                    new EncapsulatedPacket(
                        Ipv4Packet.of(
                            new Ipv4Address(from),
                            new Ipv4Address(to),
                            new UdpDatagram(1, 2, data)))),
        bytes(100).filter(data -> data.length() >= 8).map(data -> new OpaquePayload(47, data)));
  }
}
