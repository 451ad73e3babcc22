package dev.cnilab.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import org.junit.jupiter.api.Test;

class TracerTest {

  private static PacketTrace read(String json) {
    return Tracer.read(Json.parse(json));
  }

  @Test
  void the_path_of_a_packet_is_listed_hop_by_hop() {
    PacketTrace trace =
        read(
            """
            {"traces": [{"kind": "request", "packet": "ICMP echo request", "hops": [
              {"namespace": "nettest-1", "steps": [{"step": "AwaitedNeighbor", "detail": "10.244.1.1 on eth0"}]},
              {"namespace": "worker-1", "steps": [{"step": "Forwarded", "detail": "ttl 63"}]}]}]}
            """);
    assertThat(trace.view().text())
        .isEqualTo(
            """
            request: ICMP echo request
            where       what               detail
            nettest-1   awaited neighbor   10.244.1.1 on eth0
            worker-1    forwarded          ttl 63\
            """);
  }

  @Test
  void a_drop_shows_its_kernel_reason() {
    PacketTrace trace =
        read(
            """
            {"traces": [{"kind": "request", "packet": "p", "hops": [{"namespace": "worker-1", "steps": [
              {"step": "Dropped", "reason": "PKT_TOO_BIG", "detail": "1500 > 1450"}]}]}]}
            """);
    assertThat(trace.view().text()).contains("✗ PKT_TOO_BIG").contains("1500 > 1450");
  }

  @Test
  void a_packet_that_could_not_be_sent_shows_the_error() {
    assertThat(read("{\"error\": \"ENETUNREACH\", \"traces\": []}").view().text())
        .isEqualTo("! The packet could not be sent: ENETUNREACH");
  }
}
