package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pod network of worker-1 is really broken, as in the captures of a real cluster. */
class BreakAndRepairTest {
  private static final String CONFLIST = "/etc/cni/net.d/10-flannel.conflist";
  private static final String BACKUP = "/root/10-flannel.conflist.bak";
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String NETWORK_NOT_READY =
      "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady"
          + " message:Network plugin returns error: cni plugin not initialized";

  @AutoClose private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.podOn("worker-1", "before");
    cluster.awaitReady("before");
  }

  @Test
  void moving_the_conflist_away_and_back_closes_and_opens_the_node_gate() {
    cluster.onNode("worker-1", "mv " + CONFLIST + " " + BACKUP);

    assertThat(cluster.awaitNode("worker-1", "False")).isLessThan(Duration.ofSeconds(15));
    assertNodeGate(
        "cni config load failed: no network config found in /etc/cni/net.d: cni plugin not"
            + " initialized: failed to load cni config");
    assertThat(cluster.journal("worker-1", "containerd"))
        .anyMatch(
            line ->
                line.contains(
                    "failed to reload cni configuration after receiving fs change event(REMOVE"
                        + "        \\\"/etc/cni/net.d/10-flannel.conflist\\\")"));

    cluster.onNode("worker-1", "mv " + BACKUP + " " + CONFLIST);
    assertNodeGateOpens();
  }

  @Test
  void a_conflist_that_is_not_json_makes_the_node_not_ready() {
    cluster.onNode("worker-1", "cp " + CONFLIST + " " + BACKUP);
    cluster.onNode("worker-1", "sed -i 's/\"name\": \"cbr0\"/{\"name\": \"cbr0\"/' " + CONFLIST);

    assertThat(cluster.awaitNode("worker-1", "False")).isLessThan(Duration.ofSeconds(15));
    assertNodeGate(
        "cni config load failed: failed to load CNI config list file "
            + CONFLIST
            + ": error parsing"
            + " configuration list: invalid character '{' looking for beginning of object key"
            + " string: invalid cni config: failed to load cni config");

    cluster.onNode("worker-1", "cp " + BACKUP + " " + CONFLIST);
    assertNodeGateOpens();
  }

  @Test
  void an_unknown_cni_version_makes_the_node_not_ready() {
    cluster.onNode("worker-1", "cp " + CONFLIST + " " + BACKUP);
    cluster.onNode(
        "worker-1", "sed -i 's/\"cniVersion\": \"[^\"]*\"/\"cniVersion\": \"9.9.9\"/' " + CONFLIST);

    assertThat(cluster.awaitNode("worker-1", "False")).isLessThan(Duration.ofSeconds(15));
    assertThat(cluster.readyCondition("worker-1").path("message").asText())
        .endsWith("Network plugin returns error: plugin version does not allow STATUS");
    assertThat(cluster.onNode("worker-1", "crictl info")).contains("\"lastCNILoadStatus\": \"OK\"");
    cluster.podOn("worker-1", "bound");
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.events("bound").getFirst().text("/message"))
        .endsWith("plugin version does not allow STATUS");

    cluster.onNode("worker-1", "cp " + BACKUP + " " + CONFLIST);
    assertThat(cluster.awaitNode("worker-1", "True")).isLessThan(Duration.ofSeconds(16));
    cluster.awaitReady("bound");
  }

  @Test
  void a_missing_chained_plugin_leaks_an_address_with_each_attempt() {
    int before = addressFiles().size();
    cluster.onNode("worker-1", "mv /opt/cni/bin/portmap /root/portmap");
    assertPodGate(
        "plugin type=\"portmap\" failed (add): failed to find plugin \"portmap\" in path"
            + " [/opt/cni/bin]");

    cluster.onNode("worker-1", "mv /root/portmap /opt/cni/bin/portmap");
    assertPodGateOpens();
    assertThat(addressFiles().size() - before)
        .as("bridge and host-local had done their ADD, and DEL stopped at portmap")
        .isBetween(5, 7);
  }

  @Test
  void a_misspelled_plugin_fails_new_pods_while_the_node_stays_ready() {
    cluster.onNode("worker-1", "cp " + CONFLIST + " " + BACKUP);
    cluster.onNode(
        "worker-1", "sed -i 's/\"type\": \"flannel\"/\"type\": \"flannelx\"/' " + CONFLIST);

    assertPodGate(
        "plugin type=\"flannelx\" failed (add): failed to find plugin \"flannelx\" in path"
            + " [/opt/cni/bin]");

    cluster.onNode("worker-1", "cp " + BACKUP + " " + CONFLIST);
    assertPodGateOpens();
  }

  @Test
  void a_removed_binary_fails_new_pods_while_the_node_stays_ready() {
    cluster.onNode("worker-1", "mv /opt/cni/bin/flannel /root/flannel");

    assertPodGate(
        "plugin type=\"flannel\" failed (add): failed to find plugin \"flannel\" in path"
            + " [/opt/cni/bin]");

    cluster.onNode("worker-1", "mv /root/flannel /opt/cni/bin/flannel");
    assertPodGateOpens();
  }

  @Test
  void new_pods_fail_without_the_agent_and_subnet_env() {
    KubeObject agents = cluster.removeDaemonSet("kube-flannel", "kube-flannel-ds");
    cluster.onNode("worker-1", "rm /run/flannel/subnet.env");

    assertPodGate(
        "plugin type=\"flannel\" failed (add): failed to load flannel 'subnet.env' file: open"
            + " /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for"
            + " this node.");

    cluster.createAgain(agents);
    assertPodGateOpens();
  }

  /** Each of the faults twice: a pod starts and another ends while the network is broken. */
  @Test
  void ten_rounds_of_break_and_repair_leak_no_address() {
    for (int round = 0; round < 10; round++) {
      String started = "started-" + round;
      String ended = "ended-" + round;
      cluster.podOn("worker-1", ended);
      cluster.awaitReady(ended);
      Runnable repair = breakInOneOfFiveWays(round % 5);
      cluster.podOn("worker-1", started);
      cluster.pass(Duration.ofSeconds(20));
      cluster.delete(ended);
      cluster.pass(Duration.ofSeconds(20));
      assertThat(cluster.pod(started).isReady()).as(started).isFalse();
      repair.run();
      cluster.awaitReady(started);
      cluster.delete(started);
      cluster.pass(Duration.ofSeconds(70));
    }

    assertThat(addressFiles()).containsExactly(cluster.pod("before").ip());
  }

  /** Breaks the network of worker-1; returns the repair. */
  private Runnable breakInOneOfFiveWays(int way) {
    cluster.onNode("worker-1", "cp " + CONFLIST + " " + BACKUP);
    Runnable restore = () -> cluster.onNode("worker-1", "cp " + BACKUP + " " + CONFLIST);
    return switch (way) {
      case 0 -> {
        cluster.onNode("worker-1", "rm " + CONFLIST);
        yield restore;
      }
      case 1 -> {
        cluster.onNode("worker-1", "head -c 60 " + BACKUP + " > " + CONFLIST);
        yield restore;
      }
      case 2 -> {
        cluster.onNode("worker-1", "sed -i 's/\"flannel\"/\"flannelx\"/' " + CONFLIST);
        yield restore;
      }
      case 3 -> {
        cluster.onNode("worker-1", "mv /opt/cni/bin/flannel /root/flannel");
        yield () -> cluster.onNode("worker-1", "mv /root/flannel /opt/cni/bin/flannel");
      }
      default -> {
        KubeObject agents = cluster.removeDaemonSet("kube-flannel", "kube-flannel-ds");
        cluster.onNode("worker-1", "rm /run/flannel/subnet.env");
        yield () -> cluster.createAgain(agents);
      }
    };
  }

  /** Checks what a node shows whose runtime has no usable network configuration. */
  private void assertNodeGate(String loadStatus) {
    assertThat(cluster.readyCondition("worker-1").path("message").asText())
        .isEqualTo(NETWORK_NOT_READY);
    assertThat(cluster.onNode("worker-1", "crictl info")).contains(quoted(loadStatus));
    cluster.pod("chosen", "nodeSelector: {kubernetes.io/hostname: worker-1}");
    cluster.podOn("worker-1", "bound");
    cluster.pass(Duration.ofSeconds(27));

    assertThat(cluster.taints("worker-1"))
        .containsExactlyInAnyOrder(NOT_READY + ":NoSchedule", NOT_READY + ":NoExecute");
    assertThat(cluster.pod("before").isReady()).isTrue();
    assertThat(cluster.pod("chosen").nodeName()).isEmpty();
    KubeObject scheduling = cluster.events("chosen").getFirst();
    assertThat(scheduling.text("/message"))
        .isEqualTo(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2"
                + " node(s) had untolerated taint(s). preemption: 0/3"
                + " nodes are available: 3 Preemption is not helpful for scheduling.");
    assertThat(scheduling.at("/count").asInt())
        .isEqualTo(1); // an additional taint is not a reason to retry
    KubeObject network = cluster.events("bound").getFirst();
    assertThat(network.text("/reason")).isEqualTo("NetworkNotReady");
    assertThat(network.text("/message")).isEqualTo("network is not ready: " + NETWORK_NOT_READY);
    assertThat(network.at("/count").asInt()).isBetween(13, 15);
    assertThat(cluster.journal("worker-1", "kubelet"))
        .anyMatch(line -> line.contains("\"Container runtime network not ready\""))
        .anyMatch(line -> line.contains("\"Error syncing pod, skipping\""));
  }

  private void assertNodeGateOpens() {
    String uid = cluster.pod("bound").object().uid();
    assertThat(cluster.awaitNode("worker-1", "True")).isLessThan(Duration.ofSeconds(16));
    assertThat(cluster.awaitReady("bound")).isLessThan(Duration.ofSeconds(14));
    cluster.awaitReady("chosen");
    cluster.pass(Duration.ofSeconds(6));

    assertThat(cluster.pod("bound").object().uid()).isEqualTo(uid);
    assertThat(cluster.taints("worker-1")).isEmpty();
    assertThat(cluster.events("bound"))
        .anyMatch(
            event -> event.text("/message").equals("Cancelling deletion of Pod default/bound"));
    assertThat(cluster.onNode("worker-1", "crictl info")).contains("\"lastCNILoadStatus\": \"OK\"");
  }

  /** Checks what a pod shows whose network cannot be set up on a ready node. */
  private void assertPodGate(String reason) {
    cluster.pod("waiting", "nodeSelector: {kubernetes.io/hostname: worker-1}");
    cluster.pass(Duration.ofSeconds(45));

    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
    assertThat(cluster.taints("worker-1")).isEmpty();
    assertThat(cluster.onNode("worker-1", "crictl info")).contains("\"lastCNILoadStatus\": \"OK\"");
    KubeObject pod = cluster.pod("waiting").object();
    assertThat(pod.text("/status/phase")).isEqualTo("Pending");
    assertThat(pod.text("/status/containerStatuses/0/state/waiting/reason"))
        .isEqualTo("ContainerCreating");
    assertThat(pod.at("/status/conditions").toString())
        .contains("\"status\":\"False\",\"type\":\"PodReadyToStartContainers\"");
    List<KubeObject> failures =
        cluster.events("waiting").stream()
            .filter(event -> event.text("/reason").equals("FailedCreatePodSandBox"))
            .toList();
    assertThat(failures)
        .hasSizeBetween(4, 5)
        .allSatisfy(
            event ->
                assertThat(event.text("/message"))
                    .matches(
                        "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to"
                            + " setup network for sandbox \"[0-9a-f]{64}\": .*")
                    .endsWith(reason));
    for (int i = 1; i < failures.size(); i++) {
      assertThat(
              Duration.between(
                  Instant.parse(failures.get(i - 1).text("/firstTimestamp")),
                  Instant.parse(failures.get(i).text("/firstTimestamp"))))
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(16));
    }
  }

  private void assertPodGateOpens() {
    String uid = cluster.pod("waiting").object().uid();
    assertThat(cluster.awaitReady("waiting")).isLessThan(Duration.ofSeconds(16));
    assertThat(cluster.pod("waiting").object().uid()).isEqualTo(uid);
    assertThat(cluster.pod("waiting").ip()).startsWith("10.244.1.");
  }

  private List<String> addressFiles() {
    return cluster
        .onNode("worker-1", "ls /var/lib/cni/networks/cbr0")
        .lines()
        .filter(name -> name.startsWith("10."))
        .toList();
  }

  private static String quoted(String text) {
    return text.replace("\"", "\\\"");
  }
}
