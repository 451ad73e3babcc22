package dev.cnilab.cluster.scheduler.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Snapshot snapshot = new Snapshot();

  @Test
  void the_load_of_a_node_follows_its_added_removed_and_moved_pods() {
    node("worker-1", "nginx");
    node("worker-2", "nginx");
    pod("a", "web", "worker-1", false);
    pod("b", "web", "worker-1", false);
    pod("c", "db", "worker-1", false);
    assertLoad("worker-1", 300, 2);

    snapshot.removePod(pod("c", "db", "worker-1", false));
    pod("a", "web", "worker-1", true);
    assertLoad("worker-1", 200, 1);

    pod("b", "web", "worker-2", false);
    assertLoad("worker-1", 100, 0);
    assertLoad("worker-2", 100, 1);
  }

  @Test
  void a_changed_or_readded_node_keeps_its_pods() {
    node("worker-1", "nginx");
    pod("a", "web", "worker-1", false);

    node("worker-1", "nginx");
    assertLoad("worker-1", 100, 1);
    snapshot.removeNode(KubeObject.named(ResourceTypes.NODES, "", "worker-1"));
    node("worker-1", "nginx");

    assertLoad("worker-1", 100, 1);
  }

  @Test
  void the_number_of_nodes_with_an_image_is_kept_up_to_date() {
    node("worker-1", "nginx");
    node("worker-2", "nginx");
    node("worker-2", "busybox");

    assertThat(snapshot.nodesWith("nginx")).isOne();
    assertThat(snapshot.nodesWith("busybox")).isOne();
    snapshot.removeNode(KubeObject.named(ResourceTypes.NODES, "", "worker-1"));
    assertThat(snapshot.nodesWith("nginx")).isZero();
  }

  private void assertLoad(String node, long milliCpu, int web) {
    NodeInfo info =
        snapshot.nodes().stream().filter(n -> n.name().equals(node)).findFirst().orElseThrow();
    assertThat(info.requested().of("cpu")).isEqualTo(milliCpu);
    assertThat(info.podsWith("default", Map.of("app", "web"))).isEqualTo(web);
  }

  private void node(String name, String image) {
    snapshot.putNode(
        KubeObject.named(ResourceTypes.NODES, "", name)
            .edit(
                json ->
                    json.withObject("/status")
                        .withArray("/images")
                        .addObject()
                        .put("sizeBytes", 1)
                        .putArray("names")
                        .add(image)));
  }

  private KubeObject pod(String name, String app, String node, boolean terminating) {
    KubeObject pod =
        KubeObject.named(ResourceTypes.PODS, "default", name)
            .edit(
                json -> {
                  json.withObject("/metadata/labels").put("app", app);
                  if (terminating) {
                    json.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
                  }
                  json.withObject("/spec").put("nodeName", node);
                  json.withObject("/spec")
                      .withArray("/containers")
                      .addObject()
                      .withObject("/resources/requests")
                      .put("cpu", "100m");
                });
    snapshot.putPod(pod);
    return pod;
  }
}
