package dev.cnilab.lab.network.mtu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.shell.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ping of a size proves, based on the output of a real ping. */
class SizesTest {

  private static final Hops HOPS =
      new Hops(
          "nettest-1",
          "nettest-2",
          List.of(
              new Hops.Hop("nettest-1", "eth0", 1450, 0),
              new Hops.Hop("worker-1", "flannel.1", 1400, 0),
              new Hops.Hop("worker-1", "eth0", 1500, Hops.VXLAN)),
          List.of());

  private static Sizes sizes(int payload, String printed, int status) {
    Output output = new Output("$ ping", "ping", new ExecResult(printed, "", status));
    return new Sizes(
        HOPS, List.of(new Sizes.Size(payload, Ping.read("nettest-1", "nettest-2", output))));
  }

  private static String shown(int payload, String printed, int status) {
    return sizes(payload, printed, status).view().text();
  }

  @Test
  void a_reply_proves_that_every_hop_carries_the_packet() {
    assertThat(
            shown(
                1372,
                """
                1380 bytes from 10.244.1.6: icmp_seq=1 ttl=62 time=0.234 ms

                1 packets transmitted, 1 received, 0% packet loss, time 0ms
                """,
                0))
        .contains("✓ answered", "1450", "every hop carries 1400 bytes");
  }

  @Test
  void a_packet_larger_than_the_mtu_of_the_pod_fails_locally() {
    assertThat(
            shown(
                1423,
                """
                ping: local error: message too long, mtu=1450
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
                """,
                1))
        .contains("✗ local error", "more than eth0's own 1450");
  }

  @Test
  void a_local_error_with_a_smaller_mtu_shows_a_learned_path_mtu() {
    assertThat(
            shown(
                1400,
                """
                ping: local error: message too long, mtu=1400
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
                """,
                1))
        .contains("has learnt before", "only 1400");
  }

  @Test
  void a_router_that_reports_the_mtu_is_named() {
    assertThat(
            shown(
                1400,
                """
                From 10.244.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
                """,
                1))
        .contains("✗ frag needed", "10.244.0.1", "only 1400");
  }

  @Test
  void an_unanswered_large_packet_is_a_black_hole() {
    String nothing = "1 packets transmitted, 0 received, 100% packet loss, time 0ms\n";
    assertThat(shown(1400, nothing, 1)).contains("✗ silence", "black hole");
    assertThat(sizes(1400, nothing, 1).chart().inWords())
        .contains(
            "1428 bytes: ends at flannel.1 of worker-1, silence", "flannel.1 of worker-1 1400");
  }
}
