package dev.cnilab.netsim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketWordsTest {

  private static String words(Ipv4Payload payload) {
    return PacketWords.of(
        Ipv4Packet.of(Ipv4Address.parse("10.244.1.2"), Ipv4Address.parse("10.244.2.2"), payload));
  }

  @Test
  void an_echo_request_is_described_by_its_addresses_ttl_and_length() {
    assertThat(words(IcmpMessage.echoRequest(1, 1, Bytes.zeros(56))))
        .isEqualTo("ICMP echo request 10.244.1.2 → 10.244.2.2, ttl 64, 84 bytes");
  }

  @Test
  void datagrams_and_segments_are_described_with_their_ports() {
    assertThat(words(new UdpDatagram(5353, 53, Bytes.zeros(10))))
        .isEqualTo("UDP 10.244.1.2:5353 → 10.244.2.2:53, ttl 64, 38 bytes");
    assertThat(
            words(
                new TcpSegment(
                    4000,
                    80,
                    1,
                    1,
                    Set.of(TcpSegment.Flag.ACK, TcpSegment.Flag.SYN),
                    1000,
                    Bytes.zeros(0),
                    Bytes.zeros(0))))
        .isEqualTo("TCP SYN,ACK 10.244.1.2:4000 → 10.244.2.2:80, ttl 64, 40 bytes");
  }
}
