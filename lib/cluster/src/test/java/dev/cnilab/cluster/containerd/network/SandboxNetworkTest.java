package dev.cnilab.cluster.containerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.containerd.Conflists;
import dev.cnilab.cluster.containerd.CriRequests;
import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a sandbox's network; the texts are those of the captures of a real cluster. */
class SandboxNetworkTest extends FlannelSandboxes {
  @Test
  void a_sandbox_gets_an_address_of_its_node_and_routes_through_the_bridge() {
    String id = node.pod("a");

    PodSandboxStatus status = node.run(() -> node.containerd().podSandboxStatus(id));
    assertThat(status.ips()).containsExactly("10.244.1.2");
    assertThat(node.sh("ip netns exec " + status.netnsPath().replaceFirst(".*/", "") + " ip route"))
        .isEqualTo(
            """
            default via 10.244.1.1 dev eth0\s
            10.244.0.0/16 via 10.244.1.1 dev eth0\s
            10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.2\s
            """);
    assertThat(node.sh("ip -4 addr show cni0"))
        .contains("mtu 1450", "inet 10.244.1.1/24 brd 10.244.1.255 scope global cni0");
    assertThat(node.sh("cat /var/lib/cni/networks/cbr0/10.244.1.2")).isEqualTo(id + "\r\neth0");
    assertThat(node.list("/var/lib/cni/results"))
        .containsExactly("cbr0-" + id + "-eth0", "cni-loopback-" + id + "-lo");
    assertThat(node.list("/var/lib/cni/flannel")).containsExactly(id);
  }

  @Test
  void a_bridge_keeps_its_mac_address_with_two_simultaneous_first_sandboxes() {
    List<String> started = new ArrayList<>();
    node.run(
        () -> {
          for (String name : List.of("a", "b")) {
            node.loop()
                .spawn(
                    name,
                    () ->
                        started.add(
                            node.containerd()
                                .runPodSandbox(CriRequests.sandbox(name), "", Deadline.never())));
          }
          while (started.size() < 2) {
            node.loop().sleep(Duration.ofMillis(1));
          }
          return true;
        });

    String bridge = node.sh("cat /sys/class/net/cni0/address").strip();
    assertThat(node.sh("ip link show master cni0")).doesNotContain(bridge);
  }

  @Test
  void a_sandbox_with_an_invalid_sysctl_leaves_nothing_behind() {
    PodSandboxConfig valid = CriRequests.sandbox("a");
    PodSandboxConfig invalid =
        new PodSandboxConfig(
            valid.metadata(),
            valid.hostname(),
            valid.logDirectory(),
            valid.dns(),
            valid.portMappings(),
            valid.labels(),
            valid.annotations(),
            valid.namespaces(),
            Map.of("net.ipv4.ip_local_port_range", "many"),
            valid.cgroupParent());

    assertThatThrownBy(
            () -> node.run(() -> node.containerd().runPodSandbox(invalid, "", Deadline.never())))
        .hasMessageContaining("open /proc/sys/net/ipv4/ip_local_port_range: invalid argument");
    assertThat(node.sh("ip netns")).isEmpty();
    assertThat(node.list("/var/lib/cni/networks/cbr0")).noneMatch(name -> name.startsWith("10."));
  }

  @Test
  void a_sandbox_start_is_logged_as_by_a_real_containerd() {
    node.pod("a");

    List<String> lines =
        node.journal().stream()
            .map(RuntimeNode::withoutIds)
            .map(line -> line.replaceFirst("time=\"[^\"]*\"", "time=T"))
            .map(line -> line.replaceFirst("\\(0x[0-9a-f]+\\)", "(0xP)"))
            .toList();
    assertThat(lines)
        .contains(
            "time=T level=info msg=\"RunPodSandbox for"
                + " name:\\\"a\\\" uid:\\\"uid-a\\\" namespace:\\\"default\\\"\"",
            "map[string]interface {}{\"cniVersion\":\"1.0.0\", \"hairpinMode\":true,"
                + " \"ipMasq\":false, \"ipam\":map[string]interface"
                + " {}{\"ranges\":[][]map[string]interface {}{[]map[string]interface"
                + " {}{map[string]interface {}{\"subnet\":\"10.244.1.0/24\"}}},"
                + " \"routes\":[]types.Route{types.Route{Dst:net.IPNet{IP:net.IP{0xa, 0xf4, 0x0,"
                + " 0x0}, Mask:net.IPMask{0xff, 0xff, 0x0, 0x0}}, GW:net.IP(nil), MTU:0, AdvMSS:0,"
                + " Priority:0, Table:(*int)(nil), Scope:(*int)(nil)}}, \"type\":\"host-local\"},"
                + " \"isDefaultGateway\":true, \"isGateway\":true, \"mtu\":(*uint)(0xP),"
                + " \"name\":\"cbr0\", \"type\":\"bridge\"}",
            "delegateAdd: netconf sent to delegate plugin:",
            "time=T level=info msg=\"RunPodSandbox for"
                + " name:\\\"a\\\" uid:\\\"uid-a\\\" namespace:\\\"default\\\" returns"
                + " sandbox id \\\"ID\\\"\"");
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "{\"cniVersion\":\"1.0.0\",\"hairpinMode\":true,\"ipMasq\":false,\"ipam\":{\"ranges\":[[{\"subnet\":\"10.244.1.0/24\"}]],\"routes\":[{\"dst\":\"10.244.0.0/16\"}],\"type\":\"host-local\"},\"isDefaultGateway\":true,\"isGateway\":true,\"mtu\":1450,\"name\":\"cbr0\",\"type\":\"bridge\"}time=T"));
  }

  @Test
  void adding_a_pod_flushes_the_neighbors_of_the_bridge() {
    node.pod("a");
    String mac = node.sh("cat /sys/class/net/cni0/address");
    node.sh("ping -c 1 10.244.1.2");
    assertThat(node.sh("ip neigh show dev cni0")).contains("10.244.1.2 lladdr");

    node.pod("b");

    assertThat(node.sh("ip neigh show dev cni0")).isEmpty();
    assertThat(node.sh("cat /sys/class/net/cni0/address")).isEqualTo(mac);
  }

  @Test
  void host_local_gc_drops_reservations_of_invalid_attachments() {
    String id = node.pod("a");
    node.sh("cp /var/lib/cni/networks/cbr0/10.244.1.2 /root/other");
    node.sh(
        "sed -i s/eth0/eth1/ /root/other; mv /root/other /var/lib/cni/networks/cbr0/10.244.1.8");
    node.sh("printf gone > /var/lib/cni/networks/cbr0/10.244.1.9");
    String config =
        "{\"cniVersion\": \"1.1.0\", \"name\": \"cbr0\", \"type\": \"bridge\", \"ipam\": {\"type\":"
            + " \"host-local\", \"subnet\": \"10.244.1.0/24\"}, \"cni.dev/valid-attachments\":"
            + " [{\"containerID\": \""
            + id
            + "\", \"ifname\": \"eth0\"}]}";

    node.sh("echo '" + config + "' | CNI_COMMAND=GC CNI_PATH=/opt/cni/bin /opt/cni/bin/bridge");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2", "10.244.1.8", "10.244.1.9");

    assertThat(
            node.sh(
                "echo '"
                    + config
                    + "' | CNI_COMMAND=GC CNI_PATH=/opt/cni/bin /opt/cni/bin/host-local"))
        .isEmpty();
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");
    assertThat(node.list("/var/lib/cni/networks/cbr0"))
        .containsExactly("10.244.1.2", "last_reserved_ip.0", "lock");
  }

  @Test
  void host_local_allocates_addresses_round_robin() {
    for (int i = 0; i < 3; i++) {
      node.remove(node.pod("p"));
    }
    String id = node.pod("p");

    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips())
        .containsExactly("10.244.1.5");
    assertThat(node.sh("cat /var/lib/cni/networks/cbr0/last_reserved_ip.0"))
        .isEqualTo("10.244.1.5");
  }

  @Test
  void cni_version_0_3_1_is_used_for_add_and_delete() {
    restartWith(RuntimeNode.with(Conflists.BRIDGE.replace("1.0.0", "0.3.1")));
    String id = node.pod("old");

    assertThat(node.sh("cat /var/lib/cni/results/bridge-" + id + "-eth0"))
        .contains("\"cniVersion\":\"0.3.1\"", "\"version\":\"4\"", "\"address\":\"10.244.1.2/24\"");
    node.remove(id);
    assertThat(node.addresses("bridge")).isEmpty();
  }

  @Test
  void ten_rounds_of_break_and_repair_leak_no_address() {
    List<String> breaks =
        List.of(
            "mv " + RuntimeNode.CONFLIST + " /etc/away",
            "mv /opt/cni/bin/flannel /etc/away",
            "mv /opt/cni/bin/host-local /etc/away",
            "mv /run/flannel/subnet.env /etc/away",
            "mv /opt/cni/bin/bridge /etc/away");
    for (int round = 0; round < 10; round++) {
      String survivor = node.pod("survivor" + round);
      String broken = breaks.get(round % breaks.size());
      node.sh(broken);
      node.whyNot("victim" + round);
      try {
        node.remove(survivor);
      } catch (CriException stillThere) {
        assertThat(node.addresses("cbr0")).hasSize(1);
      }
      node.sh("cp -p /etc/away " + broken.split(" ")[1] + "; rm /etc/away");
      String id = node.pod("victim" + round);
      node.remove(survivor);
      node.remove(id);
      assertThat(node.addresses("cbr0")).as(broken).isEmpty();
    }
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.list("/var/lib/cni/results")).isEmpty();
  }
}
