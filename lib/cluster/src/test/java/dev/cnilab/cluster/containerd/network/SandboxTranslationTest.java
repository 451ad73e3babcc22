package dev.cnilab.cluster.containerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.Conflists;
import dev.cnilab.cluster.containerd.CriRequests;
import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** Address translation for a sandbox: masquerading and ports of the node. */
class SandboxTranslationTest extends FlannelSandboxes {
  @Test
  void the_masquerade_rules_of_a_sandbox_are_removed_with_it() {
    restartWith(
        RuntimeNode.with(
            Conflists.BRIDGE.replace("\"isGateway\"", "\"ipMasq\": true, \"isGateway\"")));
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
  void packets_from_a_masquerading_bridge_have_the_address_of_the_node() {
    restartWith(
        RuntimeNode.with(
            Conflists.BRIDGE.replace("\"isGateway\"", "\"ipMasq\": true, \"isGateway\"")));
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
    PodSandboxConfig plain = CriRequests.sandbox("web");
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
            TreePMap.empty(),
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
