package dev.cnilab.cluster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scheduler.plugin.PodsOnNodes;
import dev.cnilab.cluster.scheduler.snapshot.NodeInfo;
import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import dev.cnilab.cluster.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSearchTest {
  private final NodeSearch search = new NodeSearch();

  @Test
  void a_search_visits_all_of_100_nodes() {
    assertThat(find(pod(), nodes(100))).hasSize(100);
    assertThat(find(pod(), nodes(100)).getFirst().name()).isEqualTo("worker-1000");
  }

  @Test
  void a_search_of_1000_nodes_stops_at_42_percent_and_the_next_one_continues() {
    List<NodeInfo> nodes = nodes(1000);

    assertThat(find(pod(), nodes)).isEqualTo(nodes.subList(0, 420));
    assertThat(find(pod(), nodes)).isEqualTo(nodes.subList(420, 840));
    assertThat(find(pod(), nodes)).startsWith(nodes.get(840)).endsWith(nodes.get(259));
  }

  @Test
  void a_pod_for_one_node_is_checked_only_against_that_node() {
    PodInfo daemon =
        PodInfo.of(
            KubeObject.parse(
                """
                {"metadata": {"name": "a", "namespace": "default"}, "spec": {"affinity": {"nodeAffinity":
                  {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchFields":
                    [{"key": "metadata.name", "operator": "In", "values": ["worker-1700"]}]}]}}}}}\
                """));

    assertThat(find(daemon, nodes(1000))).extracting(NodeInfo::name).containsExactly("worker-1700");
    assertThat(find(pod(), nodes(1000)).getFirst().name()).isEqualTo("worker-1000");
  }

  private List<NodeInfo> find(PodInfo pod, List<NodeInfo> nodes) {
    return search.find(pod, nodes, PodsOnNodes.of(pod, nodes, namespace -> Map.of()));
  }

  private static PodInfo pod() {
    return PodInfo.of(KubeObject.named(ResourceTypes.PODS, "default", "a"));
  }

  private static List<NodeInfo> nodes(int number) {
    Snapshot snapshot = new Snapshot();
    for (int i = 0; i < number; i++) {
      String name = "worker-" + (1000 + i);
      snapshot.putNode(
          KubeObject.named(ResourceTypes.NODES, "", name)
              .edit(json -> json.withObject("/status/allocatable").put("pods", "110")));
    }
    return snapshot.nodes();
  }
}
