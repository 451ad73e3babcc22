package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a pod gets from its RuntimeClass, and which runtime its sandbox. */
class RuntimeClassTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
  }

  private static void runtimeClass(String name, String fields) {
    cluster.apply(
        "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: %s}, %s}"
            .formatted(name, fields));
  }

  private static void pod(String name, String spec) {
    cluster.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {%s, containers: [{name: app, image: pause}]}}"
            .formatted(name, spec));
  }

  private static KubeObject stored(String name) {
    return cluster.api(client -> client.get(ResourceTypes.PODS, "default", name));
  }

  @Test
  void a_pod_takes_overhead_and_scheduling_from_its_runtime_class() {
    runtimeClass(
        "placed",
        """
        handler: runc, overhead: {podFixed: {cpu: 10m, memory: 1Mi}},
        scheduling: {nodeSelector: {kubernetes.io/os: linux},
                     tolerations: [{key: own, operator: Exists}, {key: own, operator: Equal, value: a}]}
        """);
    pod("placed", "runtimeClassName: placed, nodeSelector: {kubernetes.io/arch: amd64}");
    cluster.awaitReady("placed");

    JsonNode spec = stored("placed").at("/spec");
    assertThat(spec.path("overhead").toString()).isEqualTo("{\"cpu\":\"10m\",\"memory\":\"1Mi\"}");
    assertThat(spec.path("nodeSelector").toString())
        .isEqualTo("{\"kubernetes.io/arch\":\"amd64\",\"kubernetes.io/os\":\"linux\"}");
    assertThat(spec.path("tolerations"))
        .as("what a wider toleration covers is left out")
        .filteredOn(each -> each.path("key").asText().equals("own"))
        .singleElement()
        .hasToString("{\"key\":\"own\",\"operator\":\"Exists\"}");
  }

  @Test
  void a_pod_that_contradicts_its_runtime_class_is_rejected() {
    runtimeClass(
        "strict",
        "handler: runc, overhead: {podFixed: {cpu: 10m}}, scheduling: {nodeSelector: {disk: ssd}}");

    assertThatThrownBy(() -> pod("costly", "runtimeClassName: strict, overhead: {cpu: 20m}"))
        .hasMessageContaining(
            "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    assertThatThrownBy(() -> pod("alone", "overhead: {cpu: 20m}"))
        .hasMessageContaining(
            "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    assertThatThrownBy(() -> pod("other", "runtimeClassName: strict, nodeSelector: {disk: hdd}"))
        .hasMessageContaining(
            "conflict: runtimeClass.scheduling.nodeSelector[disk] = ssd;"
                + " pod.spec.nodeSelector[disk] = hdd");
    assertThatThrownBy(() -> pod("none", "runtimeClassName: none"))
        .hasMessageContaining("pod rejected: RuntimeClass \"none\" not found");
  }

  @Test
  void a_runtime_class_without_a_handler_on_the_node_fails_its_pods() {
    runtimeClass("gvisor", "handler: runsc");
    pod("sandboxed", "runtimeClassName: gvisor");
    cluster.pass(Duration.ofSeconds(5));

    assertThat(cluster.events("sandboxed"))
        .anySatisfy(
            event ->
                assertThat(event.text("/message"))
                    .contains(
                        "rpc error: code = Unknown desc = unable to get OCI runtime for sandbox")
                    .endsWith("no runtime for \"runsc\" is configured"));
  }
}
