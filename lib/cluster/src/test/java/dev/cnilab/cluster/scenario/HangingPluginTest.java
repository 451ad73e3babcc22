package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that never answers; the words are those of a real 1.37.2. */
class HangingPluginTest {
  private static final String EXPIRED =
      "rpc error: code = DeadlineExceeded desc = context deadline exceeded";

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  @BeforeEach
  void keepThePlugin() {
    cluster.onNode("worker-1", "cp /opt/cni/bin/flannel /opt/cni/bin/flannel.real");
  }

  private void replacePlugin(String beginning) {
    cluster.onNode(
        "worker-1",
        "printf '#!/bin/sh\\n%s\\nexec /opt/cni/bin/flannel.real\\n' '"
            + beginning
            + "' > /tmp/w; chmod +x /tmp/w; mv /tmp/w /opt/cni/bin/flannel");
  }

  private void repair() {
    cluster.onNode("worker-1", "cp /opt/cni/bin/flannel.real /opt/cni/bin/flannel");
  }

  private void waitOnly(String time) {
    cluster.onNode(
        "worker-1",
        "sed -i 's/^runtimeRequestTimeout:.*/runtimeRequestTimeout: "
            + time
            + "/' /var/lib/kubelet/config.yaml; systemctl restart kubelet");
    cluster.awaitNode("worker-1", "True");
  }

  @Test
  void a_hanging_add_is_killed_after_four_minutes_and_retried() {
    replacePlugin("[ $CNI_COMMAND = ADD ] && exec sleep 1000");
    cluster.podOn("worker-1", "hangs");

    cluster.pass(Duration.ofSeconds(239));
    assertThat(cluster.onNode("worker-1", "pgrep -c sleep")).isEqualTo("1\n");
    assertThat(cluster.events()).noneMatch(event -> event.contains("DeadlineExceeded"));
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.events())
        .anyMatch(event -> event.contains("Failed to create pod sandbox: " + EXPIRED));
    assertThat(cluster.onNode("worker-1", "pgrep -c sleep")).isEqualTo("0\n");
    assertThat(cluster.journal("worker-1", "containerd"))
        .anyMatch(
            line ->
                line.contains("plugin type=\\\"flannel\\\" failed (add): netplugin failed with no")
                    && line.contains("error message: signal: killed"));

    repair();
    cluster.awaitReady("hangs");
  }

  @Test
  void stopping_the_kubelet_kills_a_hanging_plugin() {
    replacePlugin("[ $CNI_COMMAND = ADD ] && exec sleep 1000");
    cluster.podOn("worker-1", "hangs");
    cluster.pass(Duration.ofSeconds(20));

    cluster.onNode("worker-1", "systemctl stop kubelet");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.onNode("worker-1", "pgrep -c sleep")).isEqualTo("0\n");

    repair();
    cluster.onNode("worker-1", "systemctl start kubelet");
    cluster.pass(Duration.ofSeconds(30));
    cluster.awaitReady("hangs");
    assertThat(cluster.events()).noneMatch(event -> event.contains("failed to reserve"));
  }

  @Test
  void restarting_containerd_fails_its_calls_while_the_plugin_keeps_running() {
    replacePlugin("[ $CNI_COMMAND = ADD ] && exec sleep 1000");
    cluster.podOn("worker-1", "hangs");
    cluster.pass(Duration.ofSeconds(20));

    repair();
    cluster.onNode("worker-1", "systemctl restart containerd");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.onNode("worker-1", "pgrep -c sleep")).isEqualTo("1\n");
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.contains(
                    "rpc error: code = Unavailable desc = error reading from server: EOF"));
    cluster.pass(Duration.ofSeconds(30));
    cluster.awaitReady("hangs");
    assertThat(cluster.events()).noneMatch(event -> event.contains("failed to reserve"));
  }

  @Test
  void a_hanging_del_keeps_the_pod_until_the_plugin_is_repaired() {
    waitOnly("10s");
    cluster.podOn("worker-1", "stays");
    cluster.awaitReady("stays");
    replacePlugin("[ $CNI_COMMAND = DEL ] && exec sleep 1000");

    cluster.delete("stays");
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.contains("error killing pod: failed to \"KillPodSandbox\" for")
                    && event.contains("with KillPodSandboxError: \"" + EXPIRED + "\""));

    repair();
    cluster.await(
        "the pod is gone",
        Duration.ofMinutes(2),
        () ->
            cluster.list(ResourceTypes.PODS).stream().noneMatch(pod -> pod.name().equals("stays")));
  }

  @Test
  void a_sandbox_name_stays_reserved_while_a_child_holds_the_plugin_output() {
    waitOnly("10s");
    replacePlugin("[ $CNI_COMMAND = ADD ] && sleep 80");
    cluster.podOn("worker-1", "reserved");

    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.events()).anyMatch(event -> event.contains(EXPIRED));
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.contains("failed to reserve sandbox name \"reserved_default_")
                    && event.contains("is reserved for"));

    repair();
    cluster.awaitReady("reserved");
  }
}
