package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** flanneld on a machine, with an API server and without a kubelet. */
class FlanneldTest extends FlanneldNode {
  @Test
  void flanneld_annotates_its_node_creates_its_link_and_writes_subnet_env() {
    assign("node-2", "10.244.1.0/24");
    flanneld();

    KubeObject own = node.run(() -> client.get(ResourceTypes.NODES, "", "node-2"));
    assertThat(own.annotations())
        .containsEntry("flannel.alpha.coreos.com/public-ip", "172.30.0.12")
        .containsEntry("flannel.alpha.coreos.com/backend-type", "vxlan")
        .containsEntry("flannel.alpha.coreos.com/kube-subnet-manager", "true");
    assertThat(own.annotations().get("flannel.alpha.coreos.com/backend-data"))
        .matches("\\{\"VNI\":1,\"VtepMAC\":\"[0-9a-f:]{17}\"}");
    assertThat(own.at("/status/conditions").toString())
        .contains("NetworkUnavailable", "FlannelIsUp", "Flannel is running on this node");
    assertThat(node.sh("cat /run/flannel/subnet.env"))
        .isEqualTo(
            "FLANNEL_NETWORK=10.244.0.0/16\n"
                + "FLANNEL_SUBNET=10.244.1.1/24\n"
                + "FLANNEL_MTU=1450\n"
                + "FLANNEL_IPMASQ=true\n");
    assertThat(node.sh("ip -d link show flannel.1"))
        .contains("mtu 1450", "vxlan id 1 local 172.30.0.12 dev eth0", "dstport 8472 nolearning");
    assertThat(node.sh("ip -4 -o addr show flannel.1")).contains("10.244.1.0/32");
    assertThat(log())
        .contains(
            "I main.go:481] Wrote subnet file to /run/flannel/subnet.env\n"
                + "I main.go:484] flannel is ready\n"
                + "I main.go:488] Running backend.\n"
                + "I vxlan_network.go:68] watching for new subnet leases\n"
                + "I vxlan_network.go:126] starting vxlan device watcher\n"
                + "I main.go:509] Waiting for all goroutines to exit\n");
  }

  @Test
  void another_node_has_a_route_a_neighbor_and_an_fdb_entry_until_it_is_deleted() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another();

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink");
    assertThat(node.sh("ip neigh show dev flannel.1"))
        .isEqualTo("10.244.2.0 lladdr e6:dd:11:9e:5e:6b PERMANENT \n");
    assertThat(node.sh("bridge fdb show dev flannel.1"))
        .isEqualTo("e6:dd:11:9e:5e:6b dst 172.30.0.13 self permanent\n");
    assertThat(log())
        .contains(
            "I vxlan_network.go:340] Received Subnet Event with VxLan: BackendType: vxlan,"
                + " PublicIP: 172.30.0.13, PublicIPv6: (nil), BackendData:"
                + " {\"VNI\":1,\"VtepMAC\":\"e6:dd:11:9e:5e:6b\"}, BackendV6Data: (nil)");

    node.run(
        () -> {
          client.delete(
              ResourceTypes.NODES,
              "",
              "node-3",
              dev.cnilab.cluster.client.DeleteOptions.background());
          return true;
        });
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(node.sh("bridge fdb show dev flannel.1")).isEmpty();
  }

  @Test
  void a_deleted_vxlan_device_is_recreated_at_once() {
    assign("node-2", "10.244.1.0/24");
    Process process = flanneld();
    another();
    String mac = node.sh("ip -o link show flannel.1").replaceFirst("(?s).*ether (\\S+).*", "$1");
    node.sh("ip link delete flannel.1");

    assertThat(node.sh("sleep 0.01; ip -o link show flannel.1")).contains("state UNKNOWN", mac);
    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(log())
        .contains(
            "I vxlan_network.go:172] Interface flannel.1 deleted\n"
                + "I vxlan_network.go:102] vxlan device missing, attempting to recreate...\n",
            "I vxlan.go:199] Interface flannel.1 mac address set to: " + mac + "\n",
            "I vxlan_network.go:308] VXLAN device flannel.1 recreated successfully\n");

    node.run(
        () -> {
          process.kill(Signal.TERM);
          return process.await();
        });
    flanneld();
    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink");
  }

  @Test
  void invalid_backend_data_of_a_node_is_logged() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another("vxlan", "");

    assertThat(log())
        .contains(
            "PublicIP: 172.30.0.13, PublicIPv6: (nil), BackendData: (nil), BackendV6Data: (nil)\n"
                + "E vxlan_network.go:355] error decoding subnet lease JSON: unexpected end of JSON"
                + " input\n");
  }

  @Test
  void the_public_ip_overwrite_annotation_sets_the_published_address() {
    assign("node-2", "10.244.1.0/24");
    annotate("public-ip-overwrite", "172.30.0.77");
    flanneld();

    assertThat(annotation("public-ip")).isEqualTo("172.30.0.77");
    assertThat(node.sh("ip -d link show flannel.1")).contains("local 172.30.0.12 dev eth0");
    assertThat(log())
        .contains(
            "I kube.go:438] Overriding public ip with '172.30.0.77' from node annotation"
                + " 'flannel.alpha.coreos.com/public-ip-overwrite'\n");
  }

  private void annotate(String name, String value) {
    node.run(
        () ->
            client.update(
                ResourceTypes.NODES,
                client
                    .get(ResourceTypes.NODES, "", "node-2")
                    .edit(
                        json ->
                            json.withObject("/metadata/annotations")
                                .put("flannel.alpha.coreos.com/" + name, value))));
  }

  @Test
  void removed_masquerade_rules_are_restored() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    node.sh("iptables -t nat -F FLANNEL-POSTRTG");
    node.loop().advance(Duration.ofSeconds(6));

    assertThat(node.sh("iptables -t nat -S FLANNEL-POSTRTG"))
        .contains(
            "-s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment \"flanneld masq\" -j"
                + " MASQUERADE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vxlan", "ipip"})
  void direct_routing_reaches_a_neighbor_without_the_tunnel(String backend) {
    assign("node-2", "10.244.1.0/24");
    configure(
        "{'Network': '10.244.0.0/16', 'Backend': {'Type': '%s', 'DirectRouting': true}}"
            .formatted(backend));
    flanneld();
    another(backend, "{\\'VNI\\':1,\\'VtepMAC\\':\\'e6:dd:11:9e:5e:6b\\'}");

    assertThat(node.sh("ip route")).contains("10.244.2.0/24 via 172.30.0.13 dev eth0");
    assertThat(log()).contains("DirectRouting=true");
  }

  @Test
  void the_vxlan_configuration_sets_the_attributes_of_the_tunnel() {
    assign("node-2", "10.244.1.0/24");
    configure(
        "{'network': '10.244.0.0/16', 'backend': {'type': 'vxlan', 'vni': 4096, 'port': 4789,"
            + " 'mtu': 1400, 'learning': true}}");
    flanneld();

    assertThat(node.sh("ip -d link show flannel.4096"))
        .contains("mtu 1350", "vxlan id 4096", "dstport 4789")
        .doesNotContain("nolearning");
    assertThat(node.sh("cat /run/flannel/subnet.env")).contains("FLANNEL_MTU=1350");
    assertThat(log())
        .contains("VXLAN config: VNI=4096 Port=4789 GBP=false Learning=true DirectRouting=false");
  }

  @Test
  void a_node_with_another_backend_is_ignored_with_a_warning() {
    assign("node-2", "10.244.1.0/24");
    flanneld();
    another("host-gw", "null");

    assertThat(node.sh("ip route")).doesNotContain("10.244.2.0");
    assertThat(log())
        .endsWith(
            "W vxlan_network.go:342] ignoring non-vxlan v4Subnet(10.244.2.0/24) v6Subnet(::/0):"
                + " type=host-gw\n");
  }
}
