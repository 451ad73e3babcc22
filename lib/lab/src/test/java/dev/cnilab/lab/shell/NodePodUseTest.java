package dev.cnilab.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pod on a node that two kernels use. */
class NodePodUseTest {

  private static final String PODS = "/api/v1/namespaces/cni-lab/pods";
  private static final String POD = PODS + "/node-worker-1";

  @AutoClose private FakeApi api;

  @BeforeEach
  void aPod() throws IOException {
    api = new FakeApi();
    api.list(PODS, pod(Map.of("name", "node-worker-1")));
  }

  private static Json pod(Map<String, ?> metadata) {
    return Json.of(Map.of("metadata", metadata, "status", Map.of("phase", "Running")));
  }

  @Test
  void a_node_pod_stays_while_another_user_needs_it() {
    assertThat(NodePodUse.begin(api.cluster(), POD, "a")).isTrue();
    assertThat(NodePodUse.begin(api.cluster(), POD, "b")).isTrue();
    NodePodUse.end(api.cluster(), POD, "a");
    assertThat(NodePodUse.isBy(api.get(POD), "b")).isTrue();
  }

  @Test
  void the_last_user_removes_the_node_pod() {
    NodePodUse.begin(api.cluster(), POD, "a");
    NodePodUse.end(api.cluster(), POD, "a");
    assertThat(api.get(POD).keys()).isEmpty();
  }

  @Test
  void a_terminating_node_pod_cannot_be_used() {
    Json ending = pod(Map.of("name", "node-worker-1", "deletionTimestamp", "2026-01-01T00:00:00Z"));
    api.list(PODS, ending);
    assertThat(NodePodUse.canBegin(ending)).isFalse();
    assertThat(NodePodUse.begin(api.cluster(), POD, "a")).isFalse();
  }
}
