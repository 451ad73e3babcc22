package dev.cnilab.lab.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.network.Routes;
import dev.cnilab.lab.shell.Printed;
import org.junit.jupiter.api.Test;

/** The ranges of addresses, judging by the routes of worker-1. */
class RangesTest {

  private static Ranges ranges(String here, String there, String routes) {
    return Ranges.of(here, there, "10.244.2.0/24", Routes.read("worker-1", Printed.of(routes)));
  }

  @Test
  void a_range_from_the_pod_cidr_of_the_node_is_recognized() {
    Ranges ranges =
        ranges(
            "10.244.1.2",
            "10.244.2.2",
            """
            default via 172.30.0.1 dev eth0
            10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1
            10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink
            """);
    assertThat(ranges.shared()).isFalse();
    assertThat(ranges.cell().text())
        .isEqualTo("per node, its podCIDR\n10.244.2.2 is in 10.244.2.0/24");
  }

  @Test
  void a_range_that_the_plugin_chose_is_recognized() {
    Ranges ranges =
        ranges(
            "192.168.226.65",
            "192.168.133.130",
            """
            default via 172.30.0.1 dev eth0
            192.168.133.128/26 via 172.30.0.13 dev tunl0 proto bird onlink
            192.168.226.65 dev cali6d7c4a8b1f2 scope link
            """);
    assertThat(ranges.shared()).isFalse();
    assertThat(ranges.cell().text())
        .isEqualTo(
            "per node, of its own making\n"
                + "192.168.133.130 is in 192.168.133.128/26, not in podCIDR 10.244.2.0/24");
  }

  @Test
  void a_range_shared_by_all_nodes_is_recognized() {
    Ranges ranges =
        ranges(
            "10.32.0.4",
            "10.44.0.1",
            """
            default via 172.30.0.1 dev eth0
            10.32.0.0/12 dev weave proto kernel scope link src 10.32.0.1
            """);
    assertThat(ranges.shared()).isTrue();
    assertThat(ranges.cell().text()).contains("10.32.0.4 and 10.44.0.1 are both in 10.32.0.0/12");
  }

  @Test
  void a_node_without_a_route_of_its_own_has_no_range() {
    assertThat(ranges("10.8.0.1", "10.9.0.1", "default via 172.30.0.1 dev eth0\n").cell().text())
        .contains("10.9.0.1 is in no range that is routed");
  }
}
