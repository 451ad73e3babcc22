package dev.cnilab.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.capture.Packets.Packet;
import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketsTest {

  private static final String PRINTED =
      """
      14:02:13.183994 IP 172.30.0.11.40112 > 172.30.0.12.8472: OTV, flags [I] (0x08), overlay 0, instance 1
      IP 10.244.1.2 > 10.244.2.2: ICMP echo request, id 1, seq 1, length 64
      14:02:13.184005 eth0  In  ARP, Request who-has 10.244.2.1 tell 10.244.2.2, length 28
      """;

  private final Packets packets =
      Packets.read("worker-1", "tcpdump -i eth0", PRINTED, new byte[] {1, 2, 3});

  @Test
  void an_encapsulated_packet_is_one_packet_with_two_lines() {
    assertThat(packets.list())
        .hasSize(2)
        .first()
        .extracting(Packet::time, Packet::text)
        .containsExactly(
            "14:02:13.183994",
            "IP 172.30.0.11.40112 > 172.30.0.12.8472: OTV, flags [I] (0x08), overlay 0, instance"
                + " 1\n"
                + "IP 10.244.1.2 > 10.244.2.2: ICMP echo request, id 1, seq 1, length 64");
  }

  @Test
  void an_empty_capture_says_that_no_packet_has_passed() {
    Packets none = Packets.read("worker-1", "tcpdump -i eth0", "", new byte[0]);
    assertThat(none.view().text()).contains("None has passed", "tcpdump -i eth0");
  }

  @Test
  void save_writes_the_capture_unchanged(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.pcap");
    assertThat(packets.save(file.toString())).contains(file.toString(), "2 packets");
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
  }

  @Test
  void save_names_a_missing_directory(@TempDir Path folder) {
    Path file = folder.resolve("no/a.pcap");
    assertThatThrownBy(() -> packets.save(file.toString()))
        .isInstanceOf(LabException.class)
        .hasMessageContaining(file.toString());
  }
}
