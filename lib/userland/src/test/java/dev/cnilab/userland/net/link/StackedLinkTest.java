package dev.cnilab.userland.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ip link add link … type macvlan|ipvlan}: several links on one lower link. */
class StackedLinkTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  /** Creates this machine's v0 with 10.0.0.1, and a namespace with 10.0.0.9 at the other end. */
  private void plug() {
    sh(
        "ip link add v0 type veth peer name v1; ip netns add far; ip link set v1 netns far; ip link"
            + " set v0 up; ip addr add 10.0.0.1/24 dev v0; ip -n far link set v1 up; ip -n far addr"
            + " add 10.0.0.9/24 dev v1");
  }

  private void add(String netns, String type, String address) {
    sh(
        "ip netns add %s; ip link add link v0 name up0 type %s; ip link set up0 netns %s; ip -n %s link set up0 up; ip -n %s addr add %s/24 dev up0"
            .formatted(netns, type, netns, netns, netns, address));
  }

  private String ping(String netns, String address) {
    return sh("ip netns exec " + netns + " ping -c 1 -W 1 " + address);
  }

  @Test
  void a_macvlan_link_reaches_other_hosts_but_not_its_own_machine() {
    plug();
    add("a", "macvlan mode bridge", "10.0.0.2");

    assertThat(ping("a", "10.0.0.9")).contains(" 0% packet loss");
    assertThat(ping("far", "10.0.0.2")).contains(" 0% packet loss");
    assertThat(ping("a", "10.0.0.1")).contains("100% packet loss");
    assertThat(sh("ping -c 1 -W 1 10.0.0.2")).contains("100% packet loss");
  }

  @Test
  void macvlan_links_reach_each_other_only_in_bridge_mode() {
    plug();
    add("a", "macvlan mode bridge", "10.0.0.2");
    add("b", "macvlan mode bridge", "10.0.0.3");
    add("c", "macvlan mode private", "10.0.0.4");

    assertThat(ping("a", "10.0.0.3")).contains(" 0% packet loss");
    assertThat(ping("a", "10.0.0.4")).contains("100% packet loss");
    assertThat(ping("c", "10.0.0.9")).contains(" 0% packet loss");
  }

  @Test
  void ipvlan_links_share_a_mac_address() {
    plug();
    add("a", "ipvlan mode l2", "10.0.0.2");
    add("b", "ipvlan mode l2", "10.0.0.3");

    assertThat(ping("a", "10.0.0.9")).contains(" 0% packet loss");
    assertThat(ping("far", "10.0.0.3")).contains(" 0% packet loss");
    assertThat(ping("a", "10.0.0.3")).contains(" 0% packet loss");
    assertThat(sh("ip -n far neigh | awk '{print $5}' | sort -u")).hasLineCount(1);
  }

  @Test
  void a_stacked_link_follows_the_carrier_and_the_deletion_of_its_lower_link() {
    plug();
    add("a", "macvlan mode bridge", "10.0.0.2");
    assertThat(sh("ip -n a link show up0"))
        .containsPattern("up0@if\\d+: <BROADCAST,MULTICAST,UP,LOWER_UP>.* state UP ")
        .contains("link-netnsid 0");

    sh("ip link set v0 down");
    assertThat(sh("ip -n a link show up0")).contains("NO-CARRIER", "state LOWERLAYERDOWN");
    sh("ip link del v0");
    assertThat(sh("ip -n a link show up0")).contains("does not exist");
  }

  @Test
  void stacked_links_are_shown_as_in_linux_and_unsupported_modes_are_rejected() {
    plug();
    sh("ip link add link v0 name m0 address 02:00:00:00:00:02 type macvlan mode bridge");

    assertThat(sh("ip -d link show m0"))
        .containsPattern("m0@v0: <BROADCAST,MULTICAST> mtu 1500")
        .contains("02:00:00:00:00:02", "\n    macvlan mode bridge ");
    assertThat(sh("ip -br link show type macvlan")).startsWith("m0@v0 ");
    assertThat(sh("ip link add link v0 name i0 type ipvlan mode l2")).contains("resource busy");
    assertThat(sh("ip link set m0 mtu 1501")).contains("mtu greater than device maximum");
    assertThat(sh("ip link add name m1 type macvlan"))
        .isEqualTo("RTNETLINK answers: Invalid argument\n");
    assertThat(sh("ip link add link nosuch name m1 type macvlan"))
        .isEqualTo("Cannot find device \"nosuch\"\n");
    assertThat(sh("ip link add link v0 name m1 type macvlan mode passthru"))
        .isEqualTo("macvlan mode passthru is not available on this machine\n");
    assertThat(sh("ip link add link v0 name i0 type ipvlan"))
        .isEqualTo("ipvlan mode l3 is not available on this machine\n");
    assertThat(sh("ip link add br0 type bridge; ip link set v0 master br0"))
        .contains("resource busy");
  }
}
