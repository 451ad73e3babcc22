package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The backends of flanneld that need no tunnel, or one of IPIP. */
class FlanneldHostGwTest extends FlanneldNode {
  @Test
  void host_gw_adds_a_route_through_the_other_node() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    node.sh("ip route add 10.244.2.0/24 via 172.30.0.7");
    flanneld();
    another("host-gw", "null");

    assertThat(node.sh("ip route"))
        .contains("10.244.2.0/24 via 172.30.0.13 dev eth0 ")
        .doesNotContain("172.30.0.7");
    assertThat(node.sh("ip link show flannel.1 2>&1")).contains("does not exist");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1500");
    assertThat(own("flannel.alpha.coreos.com/backend-type")).isEqualTo("host-gw");
    assertThat(own("flannel.alpha.coreos.com/backend-data")).isEqualTo("null");
    assertThat(log())
        .contains(
            "I main.go:488] Running backend.\n"
                + "I route_network.go:56] Watching for new subnet leases\n",
            "BackendType:\"host-gw\", BackendData:json.RawMessage{0x6e, 0x75, 0x6c, 0x6c}",
            "I route_network.go:93] Subnet added: 10.244.2.0/24 via 172.30.0.13\n"
                + "W route_network.go:152] Replacing existing route to {Ifindex: 2 Dst:"
                + " 10.244.2.0/24 Src: <nil> Gw: 172.30.0.7 Flags: [] Table: 254 Realm: 0} with"
                + " {Ifindex: 2 Dst: 10.244.2.0/24 Src: <nil> Gw: 172.30.0.13 Flags: [] Table: 0"
                + " Realm: 0}\n");
  }

  @Test
  void host_gw_restores_a_deleted_route_within_ten_seconds() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    flanneld();
    another("host-gw", "null");
    node.sh("ip route del 10.244.2.0/24");
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    node.loop().advance(Duration.ofSeconds(10));

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 172.30.0.13 dev eth0");
    assertThat(log())
        .contains("I route_network.go:254] Route recovered 10.244.2.0/24 : 172.30.0.13\n");
  }

  @Test
  void host_gw_cannot_route_to_a_node_on_another_network() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'host-gw'}}");
    node.sh("ip addr add 198.51.100.9/24 dev eth0; ip addr del 172.30.0.12/24 dev eth0");
    node.sh("ip route add default via 198.51.100.1");
    flanneld();
    another("host-gw", "null");
    assertThat(log())
        .contains(
            "E route_network.go:168] Error adding route to {Ifindex: 2 Dst: 10.244.2.0/24 Src:"
                + " <nil> Gw: 172.30.0.13 Flags: [] Table: 0 Realm: 0}: network is unreachable\n");

    assertThat(node.run(flanneld("--iface=eth0", "--public-ip=203.0.113.9")::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:376] Error fetching backend: your PublicIP differs from interface IP,"
                + " meaning that probably you're on a NAT, which is not supported by host-gw"
                + " backend\n");
  }

  @Test
  void ipip_recreates_a_tunnel_with_another_local_address() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'ipip'}}");
    node.run(
        () ->
            node.machine()
                .networkNamespace()
                .links()
                .addIpip("flannel.ipip", Ipv4Address.parse("192.0.2.1"), null));
    flanneld();
    another("ipip", "null");

    assertThat(node.sh("ip route"))
        .contains("10.244.2.0/24 via 172.30.0.13 dev flannel.ipip onlink");
    assertThat(node.sh("ip -d link show flannel.ipip"))
        .contains("mtu 1480", "remote any local 172.30.0.12");
    assertThat(node.sh("ip -4 -o addr show flannel.ipip")).contains("10.244.1.0/32");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1480");
    assertThat(log())
        .contains(
            "I ipip.go:68] IPIP config: DirectRouting=false\n"
                + "W ipip.go:165] \"flannel.ipip\" already exists with incompatible attributes:"
                + " local=192.0.2.1 remote=0.0.0.0; recreating device\n"
                + "I ipip.go:187] current MTU of flannel.ipip is 0, setting it to 1480\n");
  }

  @Test
  void ipip_keeps_a_link_of_its_name_that_is_not_a_tunnel() {
    assign("node-2", "10.244.1.0/24");
    configure("{'Network': '10.244.0.0/16', 'Backend': {'Type': 'ipip'}}");
    node.sh("ip link add flannel.ipip type bridge");

    assertThat(node.run(flanneld()::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "E main.go:384] Error registering network: flannel.ipip isn't an ipip mode device,"
                + " please remove device and try again\n");
  }
}
