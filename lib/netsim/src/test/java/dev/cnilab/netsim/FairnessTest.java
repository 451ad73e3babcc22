package dev.cnilab.netsim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork.Overlay;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One loop serves all namespaces: a heavy sender must not get a larger share of it. */
class FairnessTest {
  private static final int FLOOD = 20_000;
  private static final Duration BETWEEN = Duration.ofNanos(10_000);

  @Test
  void a_flood_from_one_pod_does_not_delay_a_ping_from_another_host() {
    try (TestNetwork lab = new TestNetwork()) {
      Overlay net = lab.overlay();
      lab.ping(net.pod1(), "10.244.2.2"); // so that all neighbors are known
      long quiet = roundTrip(lab, net);

      lab.run(() -> lab.loop().spawn("flood", () -> flood(lab, net)));
      long flooded = roundTrip(lab, net);

      assertThat(flooded - quiet).isLessThanOrEqualTo(BETWEEN.toNanos());
      assertThat(lab.on(() -> lab.link(net.node2(), "eth0").statistics().rxPackets()))
          .isGreaterThan(FLOOD);
    }
  }

  private static void flood(TestNetwork lab, Overlay net) {
    try (RawSocket socket = net.pod1().sockets().raw(IcmpMessage.PROTOCOL)) {
      for (int i = 0; i < FLOOD; i++) {
        socket.send(
            TestNetwork.ip("10.244.2.2"), IcmpMessage.echoRequest(9, i & 0xffff, Bytes.zeros(56)));
        lab.loop().sleep(BETWEEN);
      }
    }
  }

  /**
   * The round-trip time from node to node over the cable that carries the tunnel, in nanoseconds.
   */
  private static long roundTrip(TestNetwork lab, Overlay net) {
    long start = lab.loop().nanoTime();
    Received reply = lab.ping(net.node1(), "172.30.0.12").orElseThrow();
    return ((Received.Packet) reply).nanoTime() - start;
  }
}
