package dev.cnilab.netsim.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.TestNetwork.Overlay;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {
  @TempDir Path directory;

  private Path captureOfAPingThroughTheTunnel() throws IOException {
    Path file = directory.resolve("worker-2.pcap");
    try (OutputStream out = Files.newOutputStream(file);
        TestNetwork lab = new TestNetwork()) {
      PcapWriter writer =
          new PcapWriter(out, new PcapHeader(PcapHeader.ETHERNET, PcapHeader.WHOLE));
      Overlay net = lab.overlay();
      lab.run(
          () ->
              lab.link(net.node2(), "eth0")
                  .taps()
                  .add((frame, way, time) -> write(lab, writer, frame)));
      lab.trace(net.pod1(), "10.244.2.2", 1400, PathMtuDiscovery.WANT);
    }
    return file;
  }

  private static void write(
      TestNetwork lab, PcapWriter writer, dev.cnilab.netsim.packet.EthernetFrame frame) {
    try {
      writer.write(new PcapRecord(lab.loop().now(), frame.encode()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void the_header_holds_the_magic_number_and_the_link_type() throws IOException {
    byte[] file = Files.readAllBytes(captureOfAPingThroughTheTunnel());

    assertThat(file).startsWith(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0);
    assertThat(file[20]).isEqualTo((byte) 1);
  }

  @Test
  void tcpdump_reads_the_file_and_accepts_every_checksum() throws Exception {
    Path tcpdump = Path.of("/usr/bin/tcpdump");
    assumeTrue(Files.isExecutable(tcpdump), "needs tcpdump");
    Process process =
        new ProcessBuilder(
                tcpdump.toString(),
                "-nn",
                "-t",
                "-vv",
                "-r",
                captureOfAPingThroughTheTunnel().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .contains("Request who-has 172.30.0.12")
        .contains("172.30.0.12.8472: [udp sum ok] OTV, flags [I] (0x08), overlay 0, instance 1")
        .contains("10.244.1.2 > 10.244.2.2: ICMP echo request, id 1, seq 1, length 1408")
        .contains("10.244.2.2 > 10.244.1.2: ICMP echo reply, id 1, seq 1, length 1408")
        .doesNotContain("bad", "wrong", "invalid", "truncated");
  }

  @Test
  void tshark_finds_no_malformed_packet_and_no_wrong_checksum() throws Exception {
    Path tshark = Path.of("/usr/bin/tshark");
    assumeTrue(Files.isExecutable(tshark), "needs tshark");
    String file = captureOfManyKinds().toString();

    assertThat(lines(tshark, file, "frame", "frame.protocols"))
        .anyMatch(line -> line.endsWith("vxlan:eth:ethertype:ip:icmp:data"))
        .anyMatch(line -> line.endsWith("vxlan:eth:ethertype:ip:tcp"))
        .anyMatch(line -> line.endsWith("ethertype:arp"));
    assertThat(
            lines(
                tshark,
                file,
                "_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0"
                    + " || tcp.checksum.status == 0 || icmp.checksum.status == 0",
                "frame.number"))
        .isEmpty();
  }

  /** A ping in fragments, an ICMP error and a connection that is refused, through the tunnel. */
  private Path captureOfManyKinds() throws IOException {
    Path file = directory.resolve("many.pcap");
    try (OutputStream out = Files.newOutputStream(file);
        TestNetwork lab = new TestNetwork()) {
      PcapWriter writer =
          new PcapWriter(out, new PcapHeader(PcapHeader.ETHERNET, PcapHeader.WHOLE));
      Overlay net = lab.overlay();
      lab.run(
          () ->
              lab.link(net.node2(), "eth0")
                  .taps()
                  .add((frame, way, time) -> write(lab, writer, frame)));
      lab.trace(net.pod1(), "10.244.2.2", 4000, PathMtuDiscovery.WANT);
      lab.trace(net.pod1(), "10.244.2.99", 100, PathMtuDiscovery.WANT);
      lab.on(() -> net.pod1().tcp().connect(TestNetwork.ip("10.244.2.2"), 80));
      lab.advance(Duration.ofSeconds(5));
    }
    return file;
  }

  /** One field of every packet that matches a filter; all checksums are verified. */
  private static List<String> lines(Path tshark, String file, String filter, String field)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(tshark.toString(), "-n", "-r", file));
    for (String protocol : List.of("ip", "udp", "tcp")) {
      command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
    }
    command.addAll(List.of("-d", "udp.port==8472,vxlan"));
    command.addAll(List.of("-Y", filter, "-T", "fields", "-e", field));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.lines().toList();
  }
}
