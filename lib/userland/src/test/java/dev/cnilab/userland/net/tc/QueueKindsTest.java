package dev.cnilab.userland.net.tc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.NetworkCommands;
import org.junit.jupiter.api.Test;

/** {@code tc qdisc}: queues that only count, and places for filters. */
class QueueKindsTest extends NetworkCommands {
  @Test
  void a_pfifo_qdisc_counts_packets() {
    sh("tc qdisc add dev v0 root handle 5: pfifo; ping -c2 -i0.1 10.0.0.2");
    assertThat(sh("tc -s qdisc show dev v0"))
        .startsWith("qdisc pfifo 5: root refcnt 3 limit 1000p\n Sent ")
        .doesNotContain("Sent 0 bytes")
        .endsWith(" (dropped 0, overlimits 0 requeues 0) \n backlog 0b 0p requeues 0\n");
    sh("tc qdisc replace dev v0 root pfifo limit 7");
    assertThat(sh("tc qdisc show dev v0")).isEqualTo("qdisc pfifo 5: root refcnt 3 limit 7p\n");
    assertThat(sh("tc qdisc add dev v0 root handle 7: bfifo"))
        .isEqualTo("Error: NLM_F_REPLACE needed to override.\n");
  }

  @Test
  void clsact_is_added_beside_the_root_qdisc() {
    sh("tc qdisc add dev v0 clsact");
    assertThat(sh("tc qdisc show dev v0; tc qdisc add dev v0 ingress"))
        .isEqualTo(
            """
            qdisc noqueue 0: root refcnt 2\s
            qdisc clsact ffff: parent ffff:fff1\s
            Error: Exclusivity flag on, cannot modify.
            """);
    sh("tc qdisc del dev v0 clsact");
    assertThat(sh("tc qdisc del dev v0 clsact")).isEqualTo("Error: Invalid handle.\n");
  }

  @Test
  void a_classless_qdisc_rejects_children() {
    sh("tc qdisc add dev v0 root handle 1: pfifo_fast");
    assertThat(sh("tc qdisc add dev v0 parent 1:1 pfifo"))
        .isEqualTo("Error: Parent qdisc is not classful.\n");
    assertThat(sh("tc qdisc del dev v0 root handle 2:")).isEqualTo("Error: Invalid handle.\n");
    assertThat(sh("tc qdisc add dev v0 root htb"))
        .isEqualTo("qdisc htb is not available on this machine\n");
  }
}
