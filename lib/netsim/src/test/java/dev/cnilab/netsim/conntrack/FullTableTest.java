package dev.cnilab.netsim.conntrack;

import static dev.cnilab.netsim.Topology.CLIENT;
import static dev.cnilab.netsim.Topology.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.Topology;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router tracks only as many connections as allowed, and reports the others. */
class FullTableTest {
  @AutoClose private final Topology net = new Topology();
  private final NetworkNamespace router = net.router();
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void track() {
    net.run(
        () -> {
          router.connections().start(router.netfilter());
          router.log().readBy(log::add);
        });
  }

  private void set(String name, int value) {
    net.run(() -> router.sysctl().set("net.netfilter.nf_conntrack_" + name, "" + value));
  }

  private int count() {
    return Integer.parseInt(router.sysctl().get("net.netfilter.nf_conntrack_count"));
  }

  /** Sends a datagram from each of that many ports; returns how many reached the server. */
  private int send(int firstPort, int ports) {
    return net.await(
        () -> {
          try (UdpSocket server = net.server().sockets().udp()) {
            server.bind(SERVER, 53);
            for (int i = 0; i < ports; i++) {
              try (UdpSocket client = net.client().sockets().udp()) {
                client.bind(CLIENT, firstPort + i);
                client.sendTo(SERVER, 53, Bytes.zeros(8));
              }
            }
            int received = 0;
            while (server.receive(Duration.ofSeconds(1)) != null) {
              received++;
            }
            return received;
          }
        });
  }

  @Test
  void a_full_table_drops_and_logs_packets_of_new_connections() {
    set("max", 3);
    set("udp_timeout", 3600);

    assertThat(send(4000, 5)).isEqualTo(3);
    assertThat(count()).isEqualTo(3);
    assertThat(send(4000, 3)).as("of the connections it has").isEqualTo(3);
    assertThat(router.connections().statistics().drop()).isEqualTo(2);
    assertThat(log)
        .containsExactly(
            "nf_conntrack: nf_conntrack: table full, dropping packet",
            "nf_conntrack: nf_conntrack: table full, dropping packet");

    set("max", 4);
    assertThat(send(5000, 1)).as("with more room").isEqualTo(1);
    set("max", 0);
    assertThat(send(6000, 50)).as("without a limit").isEqualTo(50);
  }

  @Test
  void the_log_message_of_a_full_table_is_limited_to_ten_per_burst() {
    set("max", 1);
    send(4000, 100);
    send(5000, 5);

    assertThat(log).hasSize(10 + 1 + 4);
    assertThat(log.get(10)).isEqualTo("net_ratelimit: 89 callbacks suppressed");
  }

  @Test
  void connections_that_time_out_make_room_for_new_ones() {
    set("max", 3);
    set("udp_timeout", 60);

    assertThat(send(4000, 3)).isEqualTo(3);
    assertThat(send(5000, 3)).as("five minutes later").isEqualTo(3);
    assertThat(count()).as("another five minutes later").isZero();
  }

  @Test
  void a_full_hash_bucket_evicts_connections_that_are_not_assured() {
    set("buckets", 1);
    set("max", 200);
    set("udp_timeout", 3600);

    assertThat(router.sysctl().get("net.netfilter.nf_conntrack_buckets")).isEqualTo("512");
    send(3000, 1); // resolves the neighbors
    assertThat(send(4000, 250)).isEqualTo(250);
    assertThat(count()).isLessThanOrEqualTo(200);
    assertThat(router.connections().statistics().earlyDrop()).isGreaterThanOrEqualTo(50);
    assertThat(router.connections().statistics().drop()).isZero();
    assertThat(log).isEmpty();
  }

  @Test
  void nf_conntrack_max_is_shared_by_namespaces_and_writable_only_in_the_first() {
    NetworkNamespace pod = net.loop().call(() -> router.unshare("pod"));
    set("max", 77);

    assertThat(pod.sysctl().get("net.netfilter.nf_conntrack_max")).isEqualTo("77");
    assertThat(pod.sysctl().isWritable("net.netfilter.nf_conntrack_max")).isFalse();
    assertThatThrownBy(() -> pod.sysctl().set("net.netfilter.nf_conntrack_max", "5"))
        .hasMessage("Permission denied");
    assertThat(pod.sysctl().names(""))
        .contains("net.netfilter.nf_conntrack_count", "net.netfilter.nf_conntrack_udp_timeout")
        .doesNotContain("net.nf_conntrack_max", "net.netfilter.nf_log_all_netns");
    assertThat(router.sysctl().get("net.nf_conntrack_max")).isEqualTo("77");
    assertThat(net.client().sysctl().get("net.nf_conntrack_max")).isEqualTo("262144");
  }
}
