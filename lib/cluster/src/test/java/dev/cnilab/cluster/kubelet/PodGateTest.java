package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A configuration that loads but whose plugin fails: the captures c and m. */
class PodGateTest {
  private static final String ERROR =
      "rpc error: code = Unknown desc = failed to setup network for sandbox \"ID\": plugin"
          + " type=\"testnetx\" failed (add): failed to find plugin \"testnetx\" in path"
          + " [/opt/cni/bin]";

  @Test
  void a_misspelled_plugin_leaves_the_node_ready_and_the_pod_waiting() {
    try (TestNode node = TestNode.started()) {
      misspell(node);
      node.applySleeper("c-misspelt");
      node.passSeconds(1);
      assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True");
      assertThat(node.events("c-misspelt"))
          .containsExactly(
              "Warning FailedCreatePodSandBox x1 Failed to create pod sandbox: " + ERROR);
      assertThat(node.pod("c-misspelt").text("/status/containerStatuses/0/state/waiting/reason"))
          .isEqualTo("ContainerCreating");
      String quoted = ERROR.replace("\"", "\\\"");
      assertThat(node.log("c-misspelt"))
          .containsExactly(
              "kuberuntime_sandbox.go:74] \"Failed to create sandbox for pod\" err=\""
                  + quoted
                  + "\" pod=\"default/c-misspelt\"",
              "kuberuntime_manager.go:1747] \"CreatePodSandbox for pod failed\" err=\""
                  + quoted
                  + "\" pod=\"default/c-misspelt\"",
              "pod_workers.go:1338] \"Error syncing pod, skipping\" err=\"failed to"
                  + " \\\"CreatePodSandbox\\\" for \\\"c-misspelt_default(UID)\\\" with"
                  + " CreatePodSandboxError: \\\"Failed to create sandbox for pod"
                  + " \\\\\\\"c-misspelt_default(UID)\\\\\\\": "
                  + ERROR.replace("\"", "\\\\\\\"")
                  + "\\\"\" pod=\"default/c-misspelt\" podUID=\"UID\"");
      assertThat(node.log("remote_runtime.go:325"))
          .containsExactly(
              "remote_runtime.go:325] \"RunPodSandbox from runtime service failed\" err=\""
                  + quoted
                  + "\"");
    }
  }

  @Test
  void a_failed_sandbox_is_retried_every_10_to_16_s() {
    try (TestNode node = TestNode.started()) {
      misspell(node);
      node.applySleeper("m");
      node.passSeconds(100);
      List<KubeObject> events = node.eventObjects("m");
      assertThat(events).hasSizeBetween(7, 9);
      assertThat(events.stream().map(event -> event.text("/message")).distinct())
          .hasSize(events.size());
      for (int i = 1; i < events.size(); i++) {
        Instant before = Instant.parse(events.get(i - 1).text("/firstTimestamp"));
        Instant after = Instant.parse(events.get(i).text("/firstTimestamp"));
        assertThat(Duration.between(before, after)).isBetween(seconds(10), seconds(16));
      }
    }
  }

  @Test
  void failures_from_the_tenth_on_are_combined_into_one_event() {
    try (TestNode node = TestNode.started()) {
      misspell(node);
      node.applySleeper("m");
      node.passSeconds(300);
      List<String> events = node.events("m");
      assertThat(events).hasSize(10);
      assertThat(events.subList(0, 9))
          .containsOnly("Warning FailedCreatePodSandBox x1 Failed to create pod sandbox: " + ERROR);
      assertThat(events.getLast())
          .matches(
              "Warning FailedCreatePodSandBox x1[2-6] \\(combined from similar events\\): Failed to"
                  + " create pod sandbox: .*");
    }
  }

  @Test
  void a_waiting_pod_runs_within_16_s_of_the_repair() {
    try (TestNode node = TestNode.started()) {
      misspell(node);
      String uid = node.applySleeper("c-misspelt").uid();
      node.passSeconds(45);
      node.run(() -> node.files().write(TestNode.CONFLIST, TestNode.conflist("testnet")));
      node.passSeconds(16);
      assertThat(node.pod("c-misspelt").uid()).isEqualTo(uid);
      assertThat(TestNode.condition(node.pod("c-misspelt"), "Ready")).isEqualTo("True");
    }
  }

  @Test
  void a_pod_without_a_sandbox_is_deleted_at_once() {
    try (TestNode node = TestNode.started()) {
      misspell(node);
      node.applySleeper("c-missing-del");
      node.passSeconds(2);
      node.delete("c-missing-del");
      node.passSeconds(1);
      assertThat(node.hasPod("c-missing-del")).isFalse();
    }
  }

  @Test
  void a_pod_without_its_plugin_is_removed_only_when_the_plugin_is_back() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(1);
      node.run(() -> node.files().rename(TestNode.PLUGIN, "/root"));
      node.delete("before");
      node.passSeconds(20);
      assertThat(node.hasPod("before")).isTrue();
      assertThat(node.events("before"))
          .anyMatch(
              event ->
                  event.matches(
                      "Warning FailedKillPod x[23] error killing pod: failed to \"KillPodSandbox\""
                          + " for \"UID\" with KillPodSandboxError: \"rpc error: code = Unknown"
                          + " desc = failed to destroy network for sandbox .*"));
      node.run(() -> node.files().rename("/root", TestNode.PLUGIN));
      node.passSeconds(16);
      assertThat(node.hasPod("before")).isFalse();
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static void misspell(TestNode node) {
    node.run(() -> node.files().write(TestNode.CONFLIST, TestNode.conflist("testnetx")));
    node.passSeconds(1);
  }
}
