package dev.cnilab.lab.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import org.junit.jupiter.api.Test;

/** tcpdump's output for a ping of 300 bytes to 10.244.2.2, in several encapsulations. */
class WireTest {

  private static final String FRAME =
      "10:37:49.170203 da:58:62:83:71:3b > de:57:2f:c8:1b:36, ethertype IPv4 (0x0800), length %d:"
          + " %s\n";
  private static final String BYTES = "E..H_.@.@..%.....k....`.......cni-lab.cni-lab.cni-lab.\n";

  private static Wire seen(int length, String packet, String bytes) {
    return Wire.read(Printed.of(FRAME.formatted(length, packet) + bytes), "10.244.2.2", 1450);
  }

  @Test
  void an_unencapsulated_packet_has_no_overhead() {
    Wire wire =
        seen(342, "10.244.1.2 > 10.244.2.2: ICMP echo request, id 18272, seq 1, length 308", BYTES);
    assertThat(wire.overhead()).isZero();
    assertThat(wire.wrapping().text()).startsWith("none\n328 bytes have become 328");
    assertThat(wire.secrecy().text()).contains("can be read on the wire");
  }

  @Test
  void vxlan_is_recognized_by_its_port_and_adds_50_bytes() {
    Wire wire =
        seen(
            392,
            "172.30.0.12.37307 > 172.30.0.13.8472: OTV, flags [I] (0x08), overlay 0, instance 1\n"
                + "0e:0f:f5:31:1e:0c > 22:89:0e:ac:d5:c0, ethertype IPv4 (0x0800), length 342:"
                + " 10.244.1.0 > 10.244.2.2: ICMP echo request, id 35096, seq 1, length 308",
            BYTES);
    assertThat(wire.overhead()).isEqualTo(50);
    assertThat(wire.inside()).isEqualTo("UDP to port 8472");
  }

  @Test
  void ip_in_ip_adds_20_bytes() {
    Wire wire =
        seen(
            362,
            "172.30.0.12 > 172.30.0.13: 10.244.1.2 > 10.244.2.2: ICMP echo request, id 1, seq 1,"
                + " length 308",
            BYTES);
    assertThat(wire.overhead()).isEqualTo(20);
    assertThat(wire.inside()).isEqualTo("IP in IP");
  }

  @Test
  void tcp_traffic_between_agents_is_not_taken_for_the_packet() {
    Wire wire =
        seen(
            403,
            "172.30.0.12.57445 > 172.30.0.13.6783: Flags [P.], seq 1:338, ack 1, win 1024,"
                + " length 337",
            "E....d@.@.{\"peer\":\"fa:50:80:e6:3a:7f\"}\n");
    assertThat(wire.frame()).isZero();
    assertThat(wire.secrecy().text()).isEqualTo("not seen on the wire");
  }

  @Test
  void an_encrypted_packet_is_not_readable() {
    Wire wire =
        seen(
            406,
            "172.30.0.12.51871 > 172.30.0.13.51871: UDP, length 364",
            "E..z_...@..v...!..f.9k2.x..Pq.\n");
    assertThat(wire.readable()).isFalse();
    assertThat(wire.inside()).isEqualTo("UDP to port 51871");
    assertThat(wire.secrecy().text()).contains("cannot be found on the wire");
  }

  @Test
  void esp_is_not_taken_for_a_port() {
    Wire wire = seen(418, "172.30.0.12 > 172.30.0.13: ESP(spi=0x7,seq=0x1), length 384", "E..\n");
    assertThat(wire.inside()).isEqualTo("ESP");
  }

  @Test
  void a_packet_that_was_not_captured_proves_neither_overhead_nor_secrecy() {
    Wire wire = Wire.read(Printed.of(""), "10.244.2.2", 1450);
    assertThat(wire.wrapping().text()).isEqualTo("not seen on the wire");
    assertThat(wire.secrecy().text()).isEqualTo("not seen on the wire");
  }
}
