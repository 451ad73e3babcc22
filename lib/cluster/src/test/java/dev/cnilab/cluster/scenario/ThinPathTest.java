package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.labapi.PacketTracing;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a manifest to a packet that crosses nodes, with every pod network. */
class ThinPathTest {
  @ParameterizedTest
  @EnumSource(
      value = Cni.class,
      names = {"FLANNEL", "BRIDGE"})
  void pods_on_two_nodes_get_addresses_of_their_nodes_and_reach_each_other(Cni cni) {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(cni))) {
      cluster.podOn("worker-1", "nettest-1");
      cluster.podOn("worker-2", "nettest-2");
      cluster.awaitReady("nettest-1");
      cluster.awaitReady("nettest-2");

      assertThat(cluster.pod("nettest-1").ip()).isEqualTo("10.244.1.2");
      assertThat(cluster.pod("nettest-2").ip()).isEqualTo("10.244.2.2");
      assertThat(cluster.get(ResourceTypes.NODES, "worker-2").text("/spec/podCIDR"))
          .isEqualTo("10.244.2.0/24");
      JsonNode traces = trace(cluster, "nettest-1", "10.244.2.2").path("traces");
      assertThat(traces.findValuesAsText("kind")).containsExactly("request", "reply");
      assertThat(traces.path(0).path("hops").findValuesAsText("namespace"))
          .containsExactly("default/nettest-1", "worker-1", "worker-2", "default/nettest-2");
      assertThat(traces.findValuesAsText("step").contains("Encapsulated"))
          .isEqualTo(cni == Cni.FLANNEL);
    }
  }

  private static JsonNode trace(TestCluster cluster, String pod, String to) {
    NamespaceFinder places =
        new NamespaceFinder(cluster.api(client -> client), name -> cluster.cluster().node(name));
    return new PacketTracing(cluster.cluster().loop(), places)
        .trace(Json.parse("{\"from\":{\"pod\":\"" + pod + "\"},\"to\":\"" + to + "\"}"));
  }
}
