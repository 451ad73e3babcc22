package dev.cnilab.userland.net.tc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.ConnectedMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A link can emulate a bad network: {@code tc qdisc … netem}. */
class NetemTest {
  @AutoClose private final ConnectedMachine machine = new ConnectedMachine();

  private String sh(String script) {
    return machine.sh(script);
  }

  @Test
  void netem_delays_packets_until_it_is_deleted() {
    sh("tc qdisc add dev v0 root netem delay 100ms");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=100\n");
    sh("ip netns exec a tc qdisc add dev v1 root netem delay 50ms");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=150\n");
    sh("tc qdisc del dev v0 root; ip netns exec a tc qdisc del dev v1 root");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=0\n");
  }

  @Test
  void netem_loses_about_the_given_share_of_packets() {
    sh("tc qdisc add dev v0 root netem loss 100%");
    assertThat(sh("ping -c3 -W1 10.0.0.2")).contains("3 packets transmitted, 0 received");
    assertThat(sh("tc -s qdisc show dev v0")).contains("loss 100%", "Sent 0 bytes 0 pkt (dropped ");
    sh("tc qdisc change dev v0 root netem loss 30%");
    assertThat(received(200)).isBetween(110, 170);
  }

  @Test
  void netem_duplicates_reorders_and_limits_the_rate() {
    sh("tc qdisc add dev v0 root netem duplicate 100%");
    assertThat(sh("ping -c2 10.0.0.2")).contains("DUP!");
    sh("tc qdisc replace dev v0 root netem delay 50ms reorder 50%");
    assertThat(
            sh("ping -c40 -i0.01 10.0.0.2 | grep -o 'icmp_seq=[0-9]*' | sort -t= -k2n -c; echo $?"))
        .doesNotStartWith("0");
    sh("tc qdisc replace dev v0 root netem rate 8kbit");
    assertThat(sh("ping -c1 -s 958 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=1000\n");
  }

  @Test
  void corrupted_packets_are_dropped_and_tcp_retransmits_them() {
    sh("tc qdisc add dev v0 root netem corrupt 100%");
    assertThat(received(200)).isBetween(1, 30); // the sender's MAC address is not checked
    sh("tc qdisc change dev v0 root netem corrupt 20%");
    assertThat(received(200)).isBetween(130, 190);
    String script =
        "seq 20000 > sent; ip netns exec a nc -l 5000 > got & sleep 1; nc -N 10.0.0.2 5000 < sent;"
            + " wait; cmp sent got && wc -l < got";
    assertThat(sh(script)).isEqualTo("20000\n");
  }

  /** The number of answered pings. */
  private int received(int sent) {
    String script = "ping -c" + sent + " -i0.01 -W1 10.0.0.2 | grep -o '[0-9]* received'";
    return Integer.parseInt(sh(script).replaceAll("\\D", ""));
  }

  @Test
  void tc_shows_netem_with_its_given_parameters() {
    assertThat(sh("tc qdisc show dev v0")).isEqualTo("qdisc noqueue 0: root refcnt 2 \n");
    sh("tc qdisc add dev v0 root netem delay 10ms 2ms loss 0.5% rate 1mbit limit 50");
    assertThat(sh("tc qdisc show dev v0"))
        .isEqualTo(
            "qdisc netem 8001: root refcnt 3 limit 50 delay 10ms  2ms loss 0.5% rate" + " 1Mbit\n");
    assertThat(sh("ip link show v0")).contains("qdisc netem");
    assertThat(sh("tc qdisc add dev v0 root netem loss 1%"))
        .isEqualTo("Error: Exclusivity flag on, cannot modify.\n");
    sh("tc qdisc replace dev v0 root netem corrupt 1%");
    assertThat(sh("tc qdisc show dev v0")).endsWith(" root refcnt 3 limit 1000 corrupt 1%\n");
    assertThat(sh("tc qdisc replace dev v0 root netem corrupt 150%"))
        .isEqualTo("Illegal \"corrupt\"\n");
    assertThat(sh("tc qdisc replace dev v0 root netem gap 5"))
        .isEqualTo("netem gap is not available on this machine\n");
    assertThat(sh("tc qdisc replace dev v0 root netem loss 1% 25%"))
        .isEqualTo("a correlation of loss is not available on this machine\n");
    assertThat(sh("tc filter show; tc class show dev v0")).isEmpty();
    assertThat(sh("tc filter add dev v0"))
        .isEqualTo("tc filter add is not available on this machine\n");
    assertThat(sh("tc qdisc add dev v0 netem")).isEqualTo("Error: Handle cannot be zero.\n");
  }
}
