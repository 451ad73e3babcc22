package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who has a session with whom is what BGPConfiguration and BGPPeer say. */
class CalicoBgpTest {
  @AutoClose
  private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.CALICO));

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String LOG = "cat /var/log/pods/kube-system_calico-node*/calico-node/*.log";

  private void apply(String plural, String name, String yaml) {
    JsonNode spec = read(yaml);
    cluster.api(
        client -> {
          ResourceType type = type(client, plural);
          KubeObject object = KubeObject.named(type, "", name).edit(json -> json.set("spec", spec));
          return client.create(type, object);
        });
    cluster.pass(Duration.ofSeconds(30));
  }

  private static JsonNode read(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static ResourceType type(ApiClient client, String plural) {
    return client.types().stream()
        .filter(each -> each.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  private void deletePeer(String name) {
    cluster.api(
        client -> {
          client.delete(type(client, "bgppeers"), "", name, DeleteOptions.background());
          return true;
        });
    cluster.pass(Duration.ofSeconds(30));
  }

  private String routes(String node) {
    return cluster.onNode(node, "ip route show proto bird");
  }

  private String protocols(String node) {
    return cluster.onNode(
        node, "crictl exec $(crictl ps -q --name '^calico-node$') birdcl show protocols");
  }

  @Test
  void disabling_the_mesh_removes_routes_and_bgp_peers_restore_them() {
    cluster.pass(Duration.ofSeconds(30));
    assertThat(protocols("worker-1"))
        .startsWith("BIRD v0.3.3+birdv1.6.8 ready.\nname     proto    table    state  since")
        .containsPattern("Mesh_172_30_0_11 BGP +master +up +\\d\\d:\\d\\d:\\d\\d +Established")
        .contains("Mesh_172_30_0_13");
    assertThat(routes("worker-1")).contains("via 172.30.0.13", "blackhole");

    apply("bgpconfigurations", "default", "{'nodeToNodeMeshEnabled': false}");
    assertThat(protocols("worker-1")).doesNotContain("Mesh_").contains("kernel1");
    assertThat(routes("worker-1")).doesNotContain("via").contains("blackhole");

    apply(
        "bgppeers",
        "workers",
        "{'nodeSelector': 'kubernetes.io/hostname == \"worker-1\"', 'peerSelector':"
            + " 'kubernetes.io/hostname == \"worker-2\"'}");
    assertThat(protocols("worker-1"))
        .containsPattern("Node_172_30_0_13 BGP +master +up +\\S+ +Established");
    assertThat(routes("worker-1")).contains("via 172.30.0.13").doesNotContain("via 172.30.0.11");
    assertThat(routes("worker-2")).contains("via 172.30.0.12");

    deletePeer("workers");
    assertThat(routes("worker-1")).doesNotContain("via");
  }

  @Test
  void a_bgp_peer_with_the_wrong_as_number_is_rejected() {
    cluster.pass(Duration.ofSeconds(30));
    apply(
        "bgpconfigurations", "default", "{'nodeToNodeMeshEnabled': false, 'asNumber': 4200000001}");
    apply("bgppeers", "one", "{'node': 'worker-1', 'peerIP': '172.30.0.13', 'asNumber': 64512}");
    apply(
        "bgppeers",
        "other",
        "{'node': 'worker-2', 'peerIP': '172.30.0.12', 'asNumber': 4200000001}");
    assertThat(cluster.onNode("worker-1", LOG))
        .contains("bird: Node_172_30_0_13: Error: Bad peer AS: 4200000001");
    assertThat(protocols("worker-1")).containsPattern("Node_172_30_0_13 .* start .* Active");

    deletePeer("one");
    apply(
        "bgppeers", "one", "{'node': 'worker-1', 'peerIP': '172.30.0.13', 'asNumber': 4200000001}");
    assertThat(protocols("worker-1")).containsPattern("Node_172_30_0_13 .* up .* Established");
  }

  @Test
  void an_unsupported_bgp_option_is_rejected_by_name() {
    apply("bgpconfigurations", "default", "{'serviceClusterIPs': [{'cidr': '10.96.0.0/12'}]}");
    apply("bgppeers", "secret", "{'peerIP': '172.30.0.99', 'password': {}}");
    assertThat(cluster.onNode("worker-1", LOG))
        .contains(
            "BGPConfiguration default: serviceClusterIPs is not available on this machine",
            "BGPPeer secret: password is not available on this machine");
    assertThat(protocols("worker-1")).contains("Mesh_").doesNotContain("Global_");
  }
}
