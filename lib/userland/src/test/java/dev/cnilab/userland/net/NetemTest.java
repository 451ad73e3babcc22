package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link can be made as bad as a network is: {@code tc qdisc … netem}. */
class NetemTest {
  private final SandboxMachine machine = new SandboxMachine();

  @BeforeEach
  void connect() {
    sh(
        "ip netns add a; ip link add v0 type veth peer name v1 netns a;"
            + " ip addr add 10.0.0.1/24 dev v0; ip link set v0 up;"
            + " ip -n a addr add 10.0.0.2/24 dev v1; ip -n a link set v1 up; ping -c1 10.0.0.2");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void what_is_sent_is_late_and_as_fast_again_without_it() {
    sh("tc qdisc add dev v0 root netem delay 100ms");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=100\n");
    sh("ip netns exec a tc qdisc add dev v1 root netem delay 50ms");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=150\n");
    sh("tc qdisc del dev v0 root; ip netns exec a tc qdisc del dev v1 root");
    assertThat(sh("ping -c1 10.0.0.2 | grep -o 'time=[0-9]*'")).isEqualTo("time=0\n");
  }

  @Test
  void what_is_lost_is_counted_and_about_as_much_as_asked_for() {
    sh("tc qdisc add dev v0 root netem loss 100%");
    assertThat(sh("ping -c3 -W1 10.0.0.2")).contains("3 packets transmitted, 0 received");
    assertThat(sh("tc -s qdisc show dev v0")).contains("loss 100%", "Sent 0 bytes 0 pkt (dropped ");
    sh("tc qdisc change dev v0 root netem loss 30%");
    String received =
        sh("ping -c200 -i0.01 -W1 10.0.0.2 | grep -o '[0-9]* received'").replaceAll("\\D", "");
    assertThat(Integer.parseInt(received)).isBetween(110, 170);
  }

  @Test
  void frames_arrive_twice_overtake_each_other_and_keep_to_a_rate() {
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
  void it_is_shown_as_it_was_given() {
    assertThat(sh("tc qdisc show dev v0")).isEqualTo("qdisc noqueue 0: root refcnt 2 \n");
    sh("tc qdisc add dev v0 root netem delay 10ms 2ms loss 0.5% rate 1mbit limit 50");
    assertThat(sh("tc qdisc show dev v0"))
        .isEqualTo(
            "qdisc netem 8001: root refcnt 2 limit 50 delay 10ms  2ms loss 0.5% rate" + " 1Mbit\n");
    assertThat(sh("ip link show v0")).contains("qdisc netem");
    assertThat(sh("tc qdisc add dev v0 root netem loss 1%"))
        .isEqualTo("Error: Exclusivity flag on, cannot modify.\n");
    assertThat(sh("tc qdisc replace dev v0 root netem corrupt 1%"))
        .isEqualTo("netem corrupt is not available on this machine\n");
    assertThat(sh("tc qdisc replace dev v0 root netem loss 1% 25%"))
        .isEqualTo("a correlation of loss is not available on this machine\n");
    assertThat(sh("tc filter show")).contains("Object \"filter\" is not available");
  }
}
