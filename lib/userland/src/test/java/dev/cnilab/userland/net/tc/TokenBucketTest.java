package dev.cnilab.userland.net.tc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.ConnectedMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A link can be limited to a rate: {@code tc qdisc … tbf}. */
class TokenBucketTest {
  @AutoClose private final ConnectedMachine machine = new ConnectedMachine();

  private String sh(String script) {
    return machine.sh(script);
  }

  @Test
  void tc_shows_tbf_in_its_own_units() {
    sh("tc qdisc add dev v0 root tbf rate 1mbit burst 32kbit latency 400ms");
    assertThat(sh("tc qdisc show dev v0 | cut -d' ' -f4-"))
        .isEqualTo("root refcnt 3 rate 1Mbit burst 4Kb lat 400ms \n");
    assertThat(sh("ip link show v0 | grep -o 'qdisc [a-z]*'")).isEqualTo("qdisc tbf\n");
  }

  @Test
  void tbf_sends_a_burst_at_once_and_the_rest_at_its_rate() {
    sh("tc qdisc add dev v0 root tbf rate 80kbit burst 2000 latency 10s");
    assertThat(
            sh("for i in 1 2 3 4; do ping -c1 -W5 -s 958 10.0.0.2 & done | grep -o 'time=[0-9]*'"))
        .isEqualTo("time=0\ntime=0\ntime=100\ntime=200\n");
  }

  @Test
  void tbf_drops_and_counts_packets_beyond_its_limit() {
    sh("tc qdisc add dev v0 root tbf rate 8kbit burst 1100 limit 2500");
    assertThat(sh("ping -c5 -i0.001 -s 958 -W1 10.0.0.2 | grep -o '[0-9]* received'"))
        .isEqualTo("1 received\n");
    assertThat(sh("tc -s qdisc show dev v0 | grep -o 'dropped [0-9]*, overlimits [0-9]*'"))
        .isEqualTo("dropped 2, overlimits 2\n");
  }

  @Test
  void tbf_names_its_missing_parameters() {
    assertThat(sh("tc qdisc add dev v0 root tbf rate 1mbit 2>&1 | head -1"))
        .isEqualTo("tbf: the \"burst\" parameter is mandatory.\n");
    assertThat(sh("tc qdisc add dev v0 root tbf rate 1mbit burst 10k 2>&1 | head -1"))
        .isEqualTo("tbf: either \"limit\" or \"latency\" is required.\n");
    sh("tc qdisc add dev v0 root netem delay 1ms");
    assertThat(sh("tc qdisc change dev v0 root tbf rate 1mbit burst 10k latency 1ms"))
        .isEqualTo("Error: Invalid qdisc name: must match existing qdisc.\n");
  }
}
