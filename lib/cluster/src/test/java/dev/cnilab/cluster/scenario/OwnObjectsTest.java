package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An API server restores what it needs to be reached, even if someone deletes it. */
class OwnObjectsTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
  }

  private static KubeObject find(ResourceType type, String namespace, String name) {
    return cluster.api(client -> client.get(type, namespace, name));
  }

  @Test
  void the_kubernetes_service_and_its_endpoints_are_recreated() {
    for (ResourceType type :
        new ResourceType[] {
          ResourceTypes.SERVICES, ResourceTypes.ENDPOINTS, ResourceTypes.ENDPOINT_SLICES
        }) {
      String before = find(type, "default", "kubernetes").uid();
      cluster.api(
          client -> {
            client.delete(type, "default", "kubernetes", DeleteOptions.background());
            return true;
          });
      cluster.pass(Duration.ofSeconds(11));
      assertThat(find(type, "default", "kubernetes").uid())
          .as(type.toString())
          .isNotEqualTo(before);
    }
    assertThat(find(ResourceTypes.SERVICES, "default", "kubernetes").text("/spec/clusterIP"))
        .isEqualTo("10.96.0.1");
  }

  @Test
  void a_correct_endpoint_slice_of_the_api_is_not_rewritten() {
    String before = find(ResourceTypes.ENDPOINT_SLICES, "default", "kubernetes").resourceVersion();
    cluster.pass(Duration.ofMinutes(2));
    assertThat(find(ResourceTypes.ENDPOINT_SLICES, "default", "kubernetes").resourceVersion())
        .isEqualTo(before);
  }

  @Test
  void the_kube_node_lease_namespace_is_recreated_and_nodes_stay_ready() {
    cluster.api(
        client -> {
          client.delete(
              ResourceTypes.NAMESPACES, "", "kube-node-lease", DeleteOptions.background());
          return true;
        });
    cluster.pass(Duration.ofMinutes(2));
    assertThat(find(ResourceTypes.NAMESPACES, "", "kube-node-lease").text("/status/phase"))
        .isEqualTo("Active");
    assertThat(find(ResourceTypes.LEASES, "kube-node-lease", "worker-1").uid()).isNotEmpty();
    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
  }
}
