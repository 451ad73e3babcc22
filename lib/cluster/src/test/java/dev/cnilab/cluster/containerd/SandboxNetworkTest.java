package dev.cnilab.cluster.containerd;

import static dev.cnilab.cluster.containerd.RuntimeNode.withoutIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.cri.ContainerConfig;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.PodSandboxConfig;
import dev.cnilab.cluster.cri.PodSandboxStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The life of a sandbox's network; the texts are those of the captures of a real cluster. */
class SandboxNetworkTest {
  private static final String FAILED =
      "rpc error: code = Unknown desc = failed to setup network for sandbox \"ID\": ";

  @AutoClose private RuntimeNode node = RuntimeNode.flannel();

  private void restartWith(RuntimeNode other) {
    node.close();
    node = other;
  }

  @Test
  void a_sandbox_gets_an_address_of_the_nodes_range_and_routes_through_the_bridge() {
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
  void a_bridge_keeps_its_own_address_though_two_sandboxes_are_the_first_at_the_same_time() {
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
                                .runPodSandbox(RuntimeNode.sandbox(name), "", Deadline.never())));
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
  void of_a_sandbox_with_an_invalid_sysctl_nothing_is_left() {
    PodSandboxConfig valid = RuntimeNode.sandbox("a");
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
  void the_log_of_a_sandbox_that_starts_reads_as_containerds() {
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
  void a_misspelt_plugin_is_not_found_and_nothing_is_left() {
    node.sh("sed -i 's/\"flannel\"/\"flannelx\"/' " + RuntimeNode.CONFLIST);

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannelx\" failed (add): failed to find plugin \"flannelx\" in"
                + " path [/opt/cni/bin]");
    assertThat(node.networkReady()).startsWith("NetworkReady=true");
    assertThat(node.list("/run/netns")).isEmpty();
    assertThat(withoutIds(String.join("\n", node.journal())))
        .contains(
            "level=error msg=\"Failed to destroy network for sandbox \\\"ID\\\"\" error=\"plugin"
                + " type=\\\"flannelx\\\" failed (delete): failed to find plugin \\\"flannelx\\\""
                + " in path [/opt/cni/bin]\"");
  }

  @Test
  void a_delegate_that_is_missing_is_named() {
    node.sh("mv /opt/cni/bin/bridge /root");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to delegate add: failed to find"
                + " plugin \"bridge\" in path [/opt/cni/bin]");
  }

  @Test
  void without_flannels_file_the_agents_log_is_pointed_at_and_deleting_still_works() {
    String before = node.pod("before");
    node.sh("rm /run/flannel/subnet.env");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to load flannel 'subnet.env' file:"
                + " open /run/flannel/subnet.env: no such file or directory. Check the flannel pod"
                + " log for this node.");
    node.remove(before);
    assertThat(node.addresses("cbr0")).isEmpty();
  }

  @Test
  void a_file_of_flannel_that_lacks_a_line_is_named_with_it() {
    node.write("/run/flannel/subnet.env", "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_MTU=1450\n");

    assertThat(node.whyNot("a"))
        .contains(
            "/run/flannel/subnet.env is missing FLANNEL_SUBNET, FLANNEL_IPV6_SUBNET,"
                + " FLANNEL_IPMASQ. Check the flannel pod log");
  }

  @Test
  void a_missing_loopback_plugin_leaks_an_address_because_deleting_ends_at_it() {
    node.sh("mv /opt/cni/bin/loopback /root");

    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"loopback\" failed (add): failed to find plugin \"loopback\" in"
                + " path [/opt/cni/bin]");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");
  }

  @Test
  void a_missing_chained_plugin_leaks_an_address_at_each_attempt_and_they_stay() {
    node.sh("mv /opt/cni/bin/portmap /root");
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(node.whyNot("m"))
          .isEqualTo(
              FAILED
                  + "plugin type=\"portmap\" failed (add): failed to find plugin \"portmap\" in"
                  + " path [/opt/cni/bin]");
    }
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2", "10.244.1.3", "10.244.1.4");

    node.sh("mv /root/portmap /opt/cni/bin/portmap");
    String id = node.pod("m");
    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips())
        .containsExactly("10.244.1.5");
    node.remove(id);
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2", "10.244.1.3", "10.244.1.4");
  }

  @Test
  void a_range_that_is_used_up_says_so_and_goes_on_when_an_address_is_free() {
    node.sh("sed -i s:10.244.1.1/24:10.244.1.1/29: /run/flannel/subnet.env");
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pods.add(node.pod("p" + i));
    }

    assertThat(node.whyNot("e"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to allocate"
                + " for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.6");
    node.remove(pods.get(1));
    String id = node.pod("e");
    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips())
        .containsExactly("10.244.1.3");
  }

  @Test
  void a_range_narrowed_under_the_old_bridge_does_not_fit_its_address() {
    node.pod("before");
    node.sh("sed -i s:10.244.1.1/24:10.244.1.1/29: /run/flannel/subnet.env");

    assertThat(node.whyNot("e"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): failed to set"
                + " bridge addr: \"cni0\" already has an IP address different from 10.244.1.1/29");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");
  }

  @Test
  void the_node_forgets_its_neighbours_when_a_pod_is_added_as_the_bridge_sets_its_own_address() {
    node.pod("a");
    String mac = node.sh("cat /sys/class/net/cni0/address");
    node.sh("ping -c 1 10.244.1.2");
    assertThat(node.sh("ip neigh show dev cni0")).contains("10.244.1.2 lladdr");

    node.pod("b");

    assertThat(node.sh("ip neigh show dev cni0")).isEmpty();
    assertThat(node.sh("cat /sys/class/net/cni0/address")).isEqualTo(mac);
  }

  @Test
  void host_local_drops_reservations_of_containers_that_are_not_valid_when_it_is_asked_to() {
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
  void addresses_go_round() {
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
  void after_the_bridge_is_deleted_the_next_pod_makes_it_anew_and_old_ones_are_cut_off() {
    String before = node.pod("before");
    node.sh("ip link delete cni0");
    node.pod("after");

    assertThat(node.sh("ip -4 -o addr show cni0")).contains("10.244.1.1/24");
    assertThat(node.sh("ip -o link").lines().filter(line -> line.contains("master cni0")))
        .hasSize(1);
    assertThat(node.run(() -> node.containerd().podSandboxStatus(before)).state())
        .isEqualTo(PodSandboxStatus.State.SANDBOX_READY);
  }

  @Test
  void a_leftover_configuration_of_another_plugin_comes_first() {
    node.write(
        "/etc/cni/net.d/05-cilium.conflist",
        "{\"cniVersion\": \"0.3.1\", \"name\": \"cilium\", \"plugins\": [{\"type\":"
            + " \"cilium-cni\"}]}");

    assertThat(node.whyNot("k"))
        .isEqualTo(
            FAILED
                + "plugin type=\"cilium-cni\" failed (add): failed to find plugin \"cilium-cni\" in"
                + " path [/opt/cni/bin]");
  }

  @Test
  void a_plugin_that_cannot_be_executed_is_described_by_the_kernels_error() {
    node.sh("chmod -x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a"))
        .isEqualTo(
            FAILED
                + "plugin type=\"flannel\" failed (add): netplugin failed with no error message:"
                + " fork/exec /opt/cni/bin/flannel: permission denied");

    node.sh("echo garbage > /opt/cni/bin/flannel; chmod +x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a")).endsWith("fork/exec /opt/cni/bin/flannel: exec format error");
  }

  @Test
  void a_plugin_written_by_hand_is_run_and_its_words_are_passed_on() {
    node.write("/opt/cni/bin/flannel", "#!/bin/sh\necho broken >&2\nexit 3\n");
    node.sh("chmod +x /opt/cni/bin/flannel");
    assertThat(node.whyNot("a"))
        .endsWith("failed (add): netplugin failed: \"broken\\n\": exit status 3");

    node.write("/opt/cni/bin/flannel", "#!/bin/sh\necho hello\n");
    assertThat(node.whyNot("a"))
        .endsWith(
            "failed (add): failed to unmarshal raw result: invalid character 'h' looking for"
                + " beginning of value");

    node.write(
        "/opt/cni/bin/flannel",
        "#!/bin/sh\necho '{\"code\": 7, \"msg\": \"no\", \"details\": \"not today\"}'\nexit 1\n");
    assertThat(node.whyNot("a")).endsWith("plugin type=\"flannel\" failed (add): no; not today");
  }

  @Test
  void a_plugin_of_its_own_name_is_named_with_it() {
    node.sh("rm " + RuntimeNode.CONFLIST);
    node.write(
        "/etc/cni/net.d/10-weave.conf",
        "{\"cniVersion\": \"0.3.0\", \"name\": \"weave\", \"type\": \"weave-net\"}");

    assertThat(node.whyNot("a"))
        .contains("plugin type=\"weave-net\" name=\"weave\" failed (add): failed to find plugin");
  }

  @Test
  void without_a_configuration_a_running_sandbox_can_neither_be_stopped_nor_lost() {
    String id = node.pod("before");
    node.sh("mv " + RuntimeNode.CONFLIST + " /etc/away");

    assertThatThrownBy(() -> node.remove(id))
        .isInstanceOf(CriException.class)
        .hasMessage(
            "rpc error: code = Unknown desc = failed to destroy network for sandbox \""
                + id
                + "\": cni plugin not initialized");
    assertThat(node.addresses("cbr0")).containsExactly("10.244.1.2");

    node.sh("cp /etc/away " + RuntimeNode.CONFLIST);
    node.remove(id);
    assertThat(node.addresses("cbr0")).isEmpty();
    assertThat(node.list("/run/netns")).isEmpty();
    assertThat(node.sh("ip -o link")).doesNotContain("veth");
  }

  @Test
  void an_older_version_of_the_specification_is_spoken_all_the_way() {
    restartWith(RuntimeNode.with(RuntimeNode.BRIDGE.replace("1.0.0", "0.3.1")));
    String id = node.pod("old");

    assertThat(node.sh("cat /var/lib/cni/results/bridge-" + id + "-eth0"))
        .contains("\"cniVersion\":\"0.3.1\"", "\"version\":\"4\"", "\"address\":\"10.244.1.2/24\"");
    node.remove(id);
    assertThat(node.addresses("bridge")).isEmpty();
  }

  @Test
  void ten_rounds_of_break_and_repair_leave_no_address_of_a_sandbox_that_is_gone() {
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

  @Test
  void a_masquerading_bridge_leaves_no_rule_of_a_sandbox_that_is_gone() {
    restartWith(
        RuntimeNode.with(
            RuntimeNode.BRIDGE.replace("\"isGateway\"", "\"ipMasq\": true, \"isGateway\"")));
    String id = node.pod("a");

    assertThat(node.sh("iptables -t nat -S"))
        .containsPattern(
            "-A POSTROUTING -s 10.244.1.2/32 -m comment --comment \"name: .*bridge.*\" -j"
                + " CNI-[0-9a-f]{24}")
        .containsPattern("-A CNI-[0-9a-f]{24} -d 10.244.1.0/24 -m comment --comment .* -j ACCEPT")
        .containsPattern("-A CNI-[0-9a-f]{24} ! -d 224.0.0.0/4 .* -j MASQUERADE");
    node.remove(id);
    assertThat(node.sh("iptables -t nat -S")).doesNotContain("CNI-");
  }

  /** Connects a network namespace to the node that has no route to the sandboxes. */
  private void plugInNeighbour() {
    assertThat(
            node.sh(
                """
                ip netns add outside
                ip link add out0 type veth peer name eth0 netns outside
                ip addr add 192.0.2.1/24 dev out0
                ip link set out0 up
                ip netns exec outside ip addr add 192.0.2.2/24 dev eth0
                ip netns exec outside ip link set eth0 up
                """))
        .isEmpty();
  }

  @Test
  void what_a_masquerading_bridge_sends_out_comes_from_the_nodes_address() {
    restartWith(
        RuntimeNode.with(
            RuntimeNode.BRIDGE.replace("\"isGateway\"", "\"ipMasq\": true, \"isGateway\"")));
    plugInNeighbour();
    String id = node.pod("a");
    String netns = node.run(() -> node.containerd().podSandboxStatus(id)).netnsPath();
    String ping = "ip netns exec " + netns.replaceFirst(".*/", "") + " ping -c 1 -W 1 192.0.2.2";

    assertThat(node.sh(ping)).contains("1 received");
    node.sh("iptables -t nat -F POSTROUTING; sleep 60");
    assertThat(node.sh(ping)).contains("0 received");
  }

  @Test
  void a_host_port_leads_to_the_sandbox_until_it_is_removed() {
    PodSandboxConfig plain = RuntimeNode.sandbox("web");
    String id =
        node.run(
            () ->
                node.containerd()
                    .runPodSandbox(
                        new PodSandboxConfig(
                            plain.metadata(),
                            plain.hostname(),
                            plain.logDirectory(),
                            plain.dns(),
                            List.of(new PodSandboxConfig.PortMapping("TCP", 80, 8080, "")),
                            plain.labels(),
                            plain.annotations(),
                            plain.namespaces(),
                            plain.sysctls(),
                            plain.cgroupParent()),
                        "",
                        Deadline.never()));

    assertThat(node.sh("iptables -t nat -S"))
        .contains(
            "-A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT",
            "-A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE")
        .containsPattern(
            "-A CNI-DN-[0-9a-f]{21} -p tcp -m tcp --dport 8080 -j DNAT --to-destination"
                + " 10.244.1.2:80");
    plugInNeighbour();
    node.container(
        id,
        new ContainerConfig(
            new ContainerConfig.Metadata("web", 0),
            "nginx",
            List.of(),
            List.of(),
            "",
            Map.of(),
            List.of(),
            Map.of(),
            Map.of(),
            "web/0.log",
            ContainerConfig.Terminal.NONE,
            ContainerConfig.SecurityContext.DEFAULT,
            ContainerConfig.Resources.UNLIMITED));
    String curl = "ip netns exec outside curl -sS -m 2 192.0.2.1:8080";
    assertThat(node.sh(curl)).contains("<title>Welcome to nginx!</title>");
    node.remove(id);
    assertThat(node.sh("iptables -t nat -S")).doesNotContain("CNI-DN-");
    assertThat(node.sh(curl)).contains("curl: (7) Failed to connect to 192.0.2.1 port 8080");
  }
}
