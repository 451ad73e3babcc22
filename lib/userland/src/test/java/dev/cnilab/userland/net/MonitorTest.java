package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code ip monitor}: changes to links, addresses, routes and neighbors. */
class MonitorTest extends NetworkCommands {
  /** What ip monitor says of the given topics while commands run. */
  private String watched(String topics, String commands) {
    return sh("timeout 5 ip monitor " + topics + " & sleep 0.1; " + commands + "; wait");
  }

  @Test
  void ip_monitor_reports_an_address_before_its_routes() {
    assertThat(watched("all", "ip addr add 10.9.0.1/24 dev v0").lines())
        .extracting(line -> line.replaceFirst("\\[ADDR]\\d+", "[ADDR]N").strip())
        .containsExactly(
            "[ADDR]N: v0    inet 10.9.0.1/24 scope global v0",
            "valid_lft forever preferred_lft forever",
            "[ROUTE]local 10.9.0.1 dev v0 table local proto kernel scope host src 10.9.0.1",
            "[ROUTE]10.9.0.0/24 dev v0 proto kernel scope link src 10.9.0.1",
            "[ROUTE]broadcast 10.9.0.255 dev v0 table local proto kernel scope link src 10.9.0.1");
  }

  @Test
  void ip_monitor_does_not_report_routes_that_vanish_with_their_link() {
    String said = watched("route", "ip route add 10.5.0.0/16 via 10.0.0.2; ip link set v0 down");
    assertThat(said).isEqualTo("10.5.0.0/16 via 10.0.0.2 dev v0 \n");
  }

  @Test
  void ip_monitor_reports_a_neighbor_that_fails() {
    assertThat(watched("neigh", "ping -c1 -W4 10.0.0.77 > /dev/null"))
        .isEqualTo("10.0.0.77 dev v0 FAILED \n");
    assertThat(watched("neigh", "ip neigh flush dev v0"))
        .contains("Deleted 10.0.0.77 dev v0 FAILED");
  }

  @Test
  void ip_monitor_reports_a_link_that_goes_down_and_up() {
    assertThat(watched("link", "ip link set v0 down; ip link set v0 up"))
        .matches(
            "(?s).*<BROADCAST,MULTICAST>.* state DOWN .*"
                + "<NO-CARRIER,BROADCAST,MULTICAST,UP,LOWER_UP>.* state DOWN .*"
                + "<BROADCAST,MULTICAST,UP,LOWER_UP>.* state UP .*");
  }

  @Test
  void ip_monitor_reports_rules_and_rejects_unknown_objects() {
    assertThat(watched("rule", "ip rule add from 10.0.0.9 table 7 pref 5; ip rule del pref 5"))
        .isEqualTo("5:\tfrom 10.0.0.9 lookup 7\nDeleted 5:\tfrom 10.0.0.9 lookup 7\n");
    assertThat(sh("ip monitor rubbish"))
        .isEqualTo("Argument \"rubbish\" is unknown, try \"ip monitor help\".\n");
  }
}
