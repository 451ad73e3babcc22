package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which of the cluster's own parts has set a field, as a real cluster's managedFields say. */
class FieldManagersTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: nginx}]}
        """);
    cluster.pass(Duration.ofSeconds(10));
  }

  private static List<String> managers(KubeObject object) {
    List<String> managers = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      managers.add(
          (entry.path("manager").asText() + " " + entry.path("subresource").asText()).strip());
    }
    return managers;
  }

  private static KubeObject web() {
    return cluster.get(ResourceTypes.DEPLOYMENTS, "web");
  }

  private static KubeObject only(ResourceType type) {
    return cluster.api(client -> client.list(type)).stream()
        .filter(object -> object.name().startsWith("web"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_controller_manages_the_objects_it_creates_and_their_status() {
    assertThat(managers(web())).containsExactly("kube-controller-manager status");
    assertThat(managers(only(ResourceTypes.REPLICA_SETS)))
        .containsExactly("kube-controller-manager", "kube-controller-manager status");
    JsonNode status =
        web().at("/metadata/managedFields/0/fieldsV1"); // as recorded of a cluster of 1.37.2
    assertThat(status.at("/f:metadata/f:annotations"))
        .isEqualTo(Json.parse("{\".\": {}, \"f:deployment.kubernetes.io/revision\": {}}"));
    assertThat(status.at("/f:status/f:conditions").has(".")).isTrue();
    JsonNode made = only(ResourceTypes.REPLICA_SETS).at("/metadata/managedFields/0/fieldsV1");
    assertThat(made.at("/f:spec/f:selector")).isEqualTo(Json.object());
    assertThat(made.at("/f:spec/f:template/f:spec/f:containers").has(".")).isFalse();
    assertThat(made.at("/f:metadata/f:ownerReferences"))
        .hasSize(2) // the list itself, and its item as a whole
        .contains(Json.object());
    assertThat(status.at("/f:status/f:conditions/k:{\"type\":\"Available\"}"))
        .isEqualTo(
            Json.parse(
                """
                {".": {}, "f:lastTransitionTime": {}, "f:lastUpdateTime": {}, "f:message": {},
                 "f:reason": {}, "f:status": {}, "f:type": {}}
                """));
  }

  @Test
  void a_kubelet_and_an_agent_manage_their_node() {
    assertThat(managers(cluster.api(client -> client.get(ResourceTypes.NODES, "", "worker-1"))))
        .contains("kubelet", "kubelet status", "kube-controller-manager", "flanneld status");
  }

  @Test
  void a_conflict_names_the_controller() {
    Patch replicas =
        new Patch(
            Patch.Type.APPLY,
            Json.parse(
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                 "status": {"replicas": 7}}
                """),
            "status",
            "by-hand",
            Patch.OnConflict.REFUSE);

    assertThatThrownBy(
            () ->
                cluster.api(
                    client -> client.patch(ResourceTypes.DEPLOYMENTS, "default", "web", replicas)))
        .hasMessageContaining(
            "conflict with \"kube-controller-manager\" with subresource \"status\" using apps/v1:"
                + " .status.replicas");
  }
}
