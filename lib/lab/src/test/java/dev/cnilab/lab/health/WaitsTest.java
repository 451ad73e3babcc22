package dev.cnilab.lab.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.Given;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.workload.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wait that times out reports the cause. */
class WaitsTest {

  @AutoClose private FakeApi api;
  private Waits waits;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
    Waiter waiter = new Waiter(() -> new ClusterClock.Stepped(duration -> {}));
    Workloads workloads = new Workloads(api.cluster(), new NodeShells(api.cluster(), waiter));
    waits =
        new Waits(
            workloads,
            new ObjectChanges(api.cluster(), new NodeShells(api.cluster(), waiter).guard()),
            new Doctor(workloads),
            waiter,
            Duration.ofSeconds(5));
  }

  @Test
  void a_hanging_pod_is_reported_with_its_event_meaning_and_next_step() {
    api.list("/api/v1/nodes", Given.node("worker-1", "10.244.1.0/24", true));
    api.list("/api/v1/namespaces/default/pods", Given.pod("web", "worker-1", "", Map.of()));
    api.list(
        "/api/v1/namespaces/default/events",
        Given.event(
            "FailedCreatePodSandBox",
            "failed to setup network for sandbox: failed to find plugin \"flannelx\" in path"
                + " [/opt/cni/bin]"));
    assertThatThrownBy(() -> waits.ready("web"))
        .hasMessageContaining("waited 5.0 s for pod web to be Ready")
        .hasMessageContaining("Pending on worker-1")
        .hasMessageContaining("event FailedCreatePodSandBox, ×3")
        .hasMessageContaining("flannelx")
        .hasMessageContaining("not in the folder of binaries")
        .hasMessageContaining("cniConfiguration()");
  }

  @Test
  void a_pod_on_a_node_without_a_network_is_reported_with_the_node_condition() {
    api.list("/api/v1/nodes", Given.node("worker-1", "10.244.1.0/24", false));
    api.list("/api/v1/namespaces/default/pods", Given.pod("web", "worker-1", "", Map.of()));
    api.list("/api/v1/namespaces/default/events");
    assertThatThrownBy(() -> waits.ready("web"))
        .hasMessageContaining("Node gate")
        .hasMessageContaining("cni plugin not initialized");
  }

  @Test
  void a_ready_pod_is_returned_at_once() {
    api.list(
        "/api/v1/namespaces/default/pods", Given.pod("web", "worker-1", "10.244.1.2", Map.of()));
    assertThat(waits.ready("web").list().getFirst().ip()).isEqualTo("10.244.1.2");
  }
}
