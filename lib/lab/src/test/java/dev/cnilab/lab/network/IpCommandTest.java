package dev.cnilab.lab.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The output of {@code ip addr}, {@code ip link}, {@code ip route} and {@code ip neigh}. */
class IpCommandTest {

  @Test
  void the_interfaces_of_a_pod_are_read_with_their_peer_index() {
    Interfaces interfaces =
        Interfaces.read(
            "nettest-1",
            Printed.of(
                """
                1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                    inet 127.0.0.1/8 scope host lo
                       valid_lft forever preferred_lft forever
                2: eth0@if9: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1450 qdisc noqueue state LOWERLAYERDOWN group default qlen 1000
                    link/ether 0a:58:0a:f4:01:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
                    inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0
                       valid_lft forever preferred_lft forever
                    inet6 fe80::858:aff:fef4:102/64 scope link\s
                       valid_lft forever preferred_lft forever
                """));
    assertThat(interfaces.find("eth0"))
        .contains(
            new Interface(
                2,
                "eth0",
                "if9",
                List.of("NO-CARRIER", "BROADCAST", "MULTICAST", "UP"),
                1450,
                "LOWERLAYERDOWN",
                "",
                "0a:58:0a:f4:01:02",
                List.of("10.244.1.2/24", "fe80::858:aff:fef4:102/64")));
    Interface eth0 = interfaces.find("eth0").orElseThrow();
    assertThat(eth0.isUp()).isTrue();
    assertThat(eth0.hasCarrier()).isFalse();
    assertThat(eth0.peerIndex()).isEqualTo(9);
    assertThat(eth0.ipv4()).isEqualTo("10.244.1.2");
    assertThat(interfaces.view().text()).contains("✗ LOWERLAYERDOWN (no carrier)");
  }

  @Test
  void a_bridge_port_is_read_with_its_bridge() {
    Interfaces interfaces =
        Interfaces.read(
            "worker-1",
            Printed.of(
                """
                9: veth1f2e3d4c@if2: <BROADCAST,MULTICAST> mtu 1450 qdisc noqueue master cni0 state DOWN group default\s
                    link/ether 7e:01:02:03:04:05 brd ff:ff:ff:ff:ff:ff link-netns cni-0f0e
                """));
    Interface port = interfaces.find(9).orElseThrow();
    assertThat(port.master()).isEqualTo("cni0");
    assertThat(port.isUp()).isFalse();
    assertThat(interfaces.view().text()).contains("✗ DOWN (switched off)");
  }

  @Test
  void routes_are_read_and_explained() {
    Routes routes =
        Routes.read(
            "nettest-1",
            Printed.of(
                """
                default via 10.244.1.1 dev eth0\s
                10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.2\s
                """));
    assertThat(routes.list())
        .containsExactly(
            new Route("default", "10.244.1.1", "eth0", ""),
            new Route("10.244.1.0/24", "", "eth0", "10.244.1.2"));
    assertThat(routes.to("default").orElseThrow().meaning())
        .isEqualTo("everything else: hand it to the router 10.244.1.1, out of eth0");
  }

  @Test
  void neighbors_are_read_including_failed_ones() {
    Neighbours neighbours =
        Neighbours.read(
            "nettest-1",
            Printed.of(
                """
                10.244.1.1 dev eth0 lladdr 0e:aa:bb:cc:dd:ee REACHABLE\s
                10.244.1.77 dev eth0 FAILED\s
                10.244.2.0 dev flannel.1 lladdr 5a:5a:5a:5a:5a:5a PERMANENT\s
                """));
    assertThat(neighbours.list())
        .extracting(Neighbours.Neighbour::state)
        .containsExactly("REACHABLE", "FAILED", "PERMANENT");
    assertThat(neighbours.list().get(1).mac()).isEmpty();
    assertThat(neighbours.list().get(2).device()).isEqualTo("flannel.1");
  }
}
