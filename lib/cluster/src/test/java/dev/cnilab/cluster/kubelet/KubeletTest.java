package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeletTest {
  @Test
  void a_pod_runs_and_gets_an_address_within_200_ms() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.pass(Duration.ofMillis(200));
      assertThat(node.pod("before").text("/status/phase")).isEqualTo("Running");
      assertThat(node.pod("before").text("/status/podIP")).isEqualTo("10.244.1.2");
      assertThat(TestNode.condition(node.pod("before"), "Ready")).isEqualTo("True");
      assertThat(node.events("before"))
          .containsExactly(
              "Normal Pulling x1 Pulling image \"sleeper\"",
              "Normal Pulled x1 Successfully pulled image \"sleeper\" in 42ms (42ms including"
                  + " waiting). Image size: 40963468 bytes.",
              "Normal Created x1 Container created",
              "Normal Started x1 Container started");
    }
  }

  @Test
  void a_second_pod_reuses_the_pulled_image() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("first");
      node.passSeconds(1);
      node.applySleeper("second");
      node.passSeconds(1);
      assertThat(node.events("second").getFirst())
          .isEqualTo(
              "Normal Pulled x1 Container image \"sleeper\" already present on machine and can be"
                  + " accessed by the pod");
    }
  }

  @Test
  void a_deleted_pod_is_stopped_and_removed() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(1);
      node.delete("before");
      node.passSeconds(3);
      assertThat(node.hasPod("before")).isFalse();
      assertThat(node.events("before")).contains("Normal Killing x1 Stopping container app");
      assertThat(node.log("Error")).isEmpty();
    }
  }

  @Test
  void a_pod_survives_a_restart_of_the_kubelet() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(1);
      String container = node.pod("before").text("/status/containerStatuses/0/containerID");
      node.systemctl("restart", "kubelet");
      node.passSeconds(90);
      assertThat(node.pod("before").text("/status/containerStatuses/0/containerID"))
          .isEqualTo(container);
      assertThat(node.pod("before").at("/status/containerStatuses/0/restartCount").asInt())
          .isZero();
      assertThat(node.events("node-2"))
          .filteredOn("Normal Starting x1 Starting kubelet."::equals)
          .hasSize(2);
      assertThat(node.log("previously registered")).hasSize(1);
    }
  }

  @Test
  void a_restarted_kubelet_completes_a_half_started_pod() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.pass(Duration.ofMillis(30));
      node.systemctl("restart", "kubelet");
      node.passSeconds(30);
      assertThat(TestNode.condition(node.pod("before"), "Ready")).isEqualTo("True");
      assertThat(node.call(() -> node.runtime().listPodSandbox())).hasSize(1);
    }
  }

  @Test
  void a_pod_deleted_while_the_kubelet_is_stopped_is_removed_afterwards() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(1);
      node.systemctl("stop", "kubelet");
      node.passSeconds(1);
      node.delete("before");
      node.passSeconds(60);
      assertThat(node.hasPod("before")).isTrue();
      node.systemctl("start", "kubelet");
      node.passSeconds(5);
      assertThat(node.hasPod("before")).isFalse();
    }
  }

  @Test
  void a_pod_whose_sandbox_dies_gets_a_new_sandbox() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(1);
      node.killSandboxes();
      node.passSeconds(5);
      assertThat(node.events("before"))
          .contains(
              "Normal SandboxChanged x1 Pod sandbox changed, it will be killed and re-created.");
      assertThat(node.pod("before").text("/status/podIP")).isEqualTo("10.244.1.3");
      assertThat(TestNode.condition(node.pod("before"), "Ready")).isEqualTo("True");
      assertThat(node.pod("before").at("/status/containerStatuses/0/restartCount").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void an_unchanged_status_is_not_sent() {
    try (TestNode node = TestNode.started()) {
      node.applySleeper("before");
      node.passSeconds(30);
      String nodeVersion = node.node().resourceVersion();
      String podVersion = node.pod("before").resourceVersion();
      node.passSeconds(60);
      assertThat(node.node().resourceVersion()).isEqualTo(nodeVersion);
      assertThat(node.pod("before").resourceVersion()).isEqualTo(podVersion);
      node.passSeconds(600);
      assertThat(node.node().resourceVersion()).isNotEqualTo(nodeVersion);
    }
  }

  @Test
  void an_extended_resource_added_to_a_node_becomes_allocatable() {
    try (TestNode node = TestNode.started()) {
      node.passSeconds(30);
      node.patchNodeStatus("{\"status\":{\"capacity\":{\"example.com/foo\":\"2\"}}}");
      node.passSeconds(600);

      assertThat(node.node().at("/status/capacity/example.com~1foo").asText()).isEqualTo("2");
      assertThat(node.node().at("/status/allocatable/example.com~1foo").asText()).isEqualTo("2");
    }
  }

  @Test
  void sixty_pods_are_ready_within_a_second() {
    try (TestNode node = TestNode.started()) {
      for (int i = 0; i < 60; i++) {
        node.applySleeper("pod-" + i);
      }
      node.passSeconds(1);
      for (int i = 0; i < 60; i++) {
        assertThat(TestNode.condition(node.pod("pod-" + i), "Ready")).isEqualTo("True");
      }
    }
  }
}
