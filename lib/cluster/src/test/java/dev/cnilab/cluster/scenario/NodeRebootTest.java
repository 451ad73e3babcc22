package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node that reboots: what is on its disk is as before, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeRebootTest {
  private static final Duration UP_AGAIN = Duration.ofMinutes(3);

  private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  @BeforeAll
  void runPods() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: keeper}
        spec:
          nodeName: worker-1
          terminationGracePeriodSeconds: 1
          volumes: [{name: data, emptyDir: {}}]
          containers:
          - name: app
            image: nginx
            volumeMounts: [{name: data, mountPath: /data}]
        """);
    cluster.podOn("worker-2", "client");
    cluster.awaitReady("keeper");
    cluster.awaitReady("client");
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  private String onNode(String commandLine) {
    return cluster.onNode("worker-1", commandLine);
  }

  private KubeObject node() {
    return cluster.get(ResourceTypes.NODES, "worker-1");
  }

  private int restarts() {
    return cluster.pod("keeper").object().at("/status/containerStatuses/0/restartCount").asInt();
  }

  private String bootId() {
    return cluster.cluster().loop().call(() -> cluster.node("worker-1").machine().bootId());
  }

  private void awaitBootAfter(String commandLine) {
    String boot = bootId();
    onNode(commandLine);
    cluster.await("a new boot of worker-1", UP_AGAIN, () -> !bootId().equals(boot));
    cluster.pass(Duration.ofMillis(100));
  }

  /** Types a command, and waits until the node and the pod on it are back. */
  private void reboot(String commandLine) {
    int restarts = restarts();
    awaitBootAfter(commandLine);
    cluster.await(
        "the pod's restart",
        UP_AGAIN,
        () -> restarts() == restarts + 1 && cluster.pod("keeper").isReady());
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void pods_return_after_a_reboot_with_their_volumes() {
    cluster.inPod("keeper", "sh", "-c", "echo kept > /data/file; echo gone > /file");
    String uid = cluster.pod("keeper").object().uid();
    reboot("reboot");
    assertThat(cluster.pod("keeper").object().uid()).isEqualTo(uid);
    assertThat(cluster.inPod("keeper", "cat", "/data/file")).isEqualTo("kept\n");
    assertThat(cluster.inPod("keeper", "cat", "/file")).contains("No such file");
    assertThat(
            cluster
                .pod("keeper")
                .object()
                .at("/status/containerStatuses/0/lastState/terminated")
                .toString())
        .contains("\"exitCode\":255", "\"reason\":\"Unknown\"");
    String ip = cluster.pod("keeper").object().text("/status/podIP");
    assertThat(cluster.inPod("client", "curl", "-s", "-m", "5", "http://" + ip))
        .contains("Welcome to nginx");
  }

  @Test
  void a_rebooted_node_has_a_new_boot_id_and_an_event() {
    String before = node().text("/status/nodeInfo/bootID");
    reboot("systemctl reboot");
    String after = node().text("/status/nodeInfo/bootID");
    assertThat(after)
        .isNotEqualTo(before)
        .isEqualTo(onNode("cat /proc/sys/kernel/random/boot_id").strip());
    assertThat(cluster.events("worker-1"))
        .anySatisfy(
            event -> {
              assertThat(event.text("/type")).isEqualTo("Warning");
              assertThat(event.text("/reason")).isEqualTo("Rebooted");
              assertThat(event.text("/message"))
                  .isEqualTo("Node worker-1 has been rebooted, boot id: " + after);
            });
  }

  @Test
  void the_status_of_a_node_matches_the_commands_of_its_machine() {
    KubeObject node = node();
    assertThat(node.text("/status/capacity/cpu")).isEqualTo(onNode("nproc").strip());
    assertThat(node.text("/status/capacity/memory"))
        .isEqualTo(onNode("awk '/^MemTotal/ {print $2}' /proc/meminfo").strip() + "Ki");
    assertThat(node.text("/status/capacity/ephemeral-storage"))
        .isEqualTo(onNode("df / | awk 'NR == 2 {print $2}'").strip() + "Ki");
    assertThat(node.text("/status/nodeInfo/kernelVersion")).isEqualTo(onNode("uname -r").strip());
    assertThat(node.text("/status/nodeInfo/osImage"))
        .isEqualTo(onNode(". /etc/os-release; echo $PRETTY_NAME").strip());
    assertThat(node.text("/status/nodeInfo/machineID"))
        .isEqualTo(onNode("cat /etc/machine-id").strip());
    assertThat(onNode("systemctl status kubelet | grep -A3 Tasks"))
        .containsPattern("Tasks: 1 \\(limit: \\d+\\)")
        .contains("CGroup: /system.slice/kubelet.service");
  }

  @Test
  void ip_forward_of_a_node_is_set_by_a_sysctl_file() {
    assertThat(onNode("sysctl -n net.ipv4.ip_forward")).isEqualTo("1\n");
    assertThat(onNode("cat /etc/sysctl.d/k8s.conf")).isEqualTo("net.ipv4.ip_forward = 1\n");
  }

  @Test
  void a_reboot_clears_kernel_state_and_keeps_files_on_disk() {
    String links =
        onNode(
            "ip -o link show eth0; ip -4 -o address show eth0; ip route | grep -v -e cni0 -e"
                + " flannel");
    onNode(
        "mkdir -p /run/mine /etc/mine /var/mine; touch /run/mine/a /etc/mine/a /var/mine/a /tmp/a"
            + " /var/tmp/a /root/a; iptables -N MINE; ipset create mine hash:ip; ip link add mine"
            + " type dummy 2>/dev/null; ip link set eth0 mtu 1400; ip route add 192.0.2.0/24 via"
            + " 172.30.0.1; sysctl -w net.ipv4.ip_default_ttl=9; hostname other");
    reboot("shutdown -r now");
    assertThat(onNode("ls -d /run/mine /tmp/a 2>&1"))
        .contains("'/run/mine': No such file", "'/tmp/a': No such file");
    assertThat(onNode("ls /etc/mine/a /var/mine/a /var/tmp/a /root/a"))
        .isEqualTo("/etc/mine/a\n/root/a\n/var/mine/a\n/var/tmp/a\n");
    assertThat(onNode("iptables -S; ipset list -n")).doesNotContain("MINE", "mine");
    assertThat(
            onNode(
                "ip -o link show eth0; ip -4 -o address show eth0; ip route | grep -v -e cni0 -e"
                    + " flannel"))
        .isEqualTo(links);
    assertThat(onNode("hostname; sysctl -n net.ipv4.ip_default_ttl; stat -c %a /tmp"))
        .isEqualTo("worker-1\n64\n1777\n");
  }

  @Test
  void a_reboot_removes_the_pod_network_until_the_agent_recreates_it() {
    awaitBootAfter("systemctl disable kubelet containerd; reboot -f");
    assertThat(onNode("ip -o link | cut -d: -f2 | cut -d@ -f1")).isEqualTo(" lo\n eth0\n");
    assertThat(onNode("ls /run/flannel /run/netns 2>&1")).doesNotContain("subnet.env", "cni-");
    assertThat(onNode("iptables-save; conntrack -L 2>/dev/null")).doesNotContain("KUBE", "FLANNEL");
    assertThat(onNode("systemctl is-enabled kubelet; systemctl is-active kubelet"))
        .isEqualTo("disabled\ninactive\n");
    int restarts = restarts();
    onNode("systemctl enable --now containerd kubelet");
    cluster.await(
        "restart", UP_AGAIN, () -> restarts() > restarts && cluster.pod("keeper").isReady());
    cluster.awaitNode("worker-1", "True");
    assertThat(onNode("ip -o link | cut -d: -f2 | cut -d@ -f1")).contains("cni0", "flannel.1");
  }

  @Test
  void a_reboot_leaks_no_pod_addresses() {
    String count = "ls /var/lib/cni/networks/cbr0 | grep -c '^10'";
    String before = onNode(count);
    reboot("reboot");
    cluster.pass(Duration.ofMinutes(2));
    assertThat(onNode(count)).isEqualTo(before);
  }

  @Test
  void the_control_plane_survives_a_reboot_with_its_objects() {
    List<String> before =
        cluster.list(ResourceTypes.PODS).stream().map(KubeObject::uid).sorted().toList();
    cluster.onNode("control-plane", "reboot");
    cluster.pass(Duration.ofMinutes(4));
    assertThat(cluster.list(ResourceTypes.PODS).stream().map(KubeObject::uid).sorted().toList())
        .isEqualTo(before);
    assertThat(cluster.list(ResourceTypes.PODS))
        .allSatisfy(
            pod ->
                assertThat(new dev.cnilab.cluster.placement.Pod(pod).isReady())
                    .as(pod.name())
                    .isTrue());
    assertThat(
            cluster
                .api(
                    client ->
                        client.get(
                            ResourceTypes.PODS, "kube-system", "kube-scheduler-control-plane"))
                .at("/status/containerStatuses/0/restartCount")
                .asInt())
        .isEqualTo(1);
  }
}
