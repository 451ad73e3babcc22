package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Quantity;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Running pods get other resources if their node has them (KEP-1287). */
class ResizeTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
  }

  private static void pod(String name, String container) {
    pod(name, container, "restartPolicy: Always");
  }

  private static void pod(String name, String container, String spec) {
    cluster.apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: %s},
         spec: {terminationGracePeriodSeconds: 0, %s, containers:
                [{name: app, image: busybox, command: [sleep, infinity], %s}]}}
        """
            .formatted(name, spec, container));
    cluster.awaitReady(name);
  }

  private static KubeObject stored(String name) {
    return cluster.api(client -> client.get(ResourceTypes.PODS, "default", name));
  }

  private static void resize(String name, String resources) {
    String patch =
        "{\"spec\": {\"containers\": [{\"name\": \"app\", \"resources\": %s}]}}"
            .formatted(resources);
    cluster.api(
        client ->
            client.patch(
                ResourceTypes.PODS,
                "default",
                name,
                new Patch(
                    Patch.Type.STRATEGIC,
                    Json.parse(patch),
                    "resize",
                    "",
                    Patch.OnConflict.TAKE_OVER)));
    cluster.pass(Duration.ofSeconds(3));
  }

  private static String file(String pod, String name) {
    return cluster.inPod(pod, "cat", "/sys/fs/cgroup/" + name).strip();
  }

  @Test
  void a_resize_changes_the_limits_of_a_running_container() {
    pod(
        "grows",
        "resources: {requests: {cpu: 20m, memory: 35Mi}, limits: {cpu: 30m, memory: 45Mi}}");
    assertThat(file("grows", "cpu.max")).isEqualTo("3000 100000");
    assertThat(file("grows", "memory.max")).isEqualTo("47185920");
    int weight = Integer.parseInt(file("grows", "cpu.weight"));

    resize(
        "grows",
        "{\"requests\": {\"cpu\": \"200m\"}, \"limits\": {\"cpu\": \"350m\", \"memory\":"
            + " \"50Mi\"}}");

    KubeObject pod = stored("grows");
    assertThat(pod.generation()).isEqualTo(2);
    assertThat(pod.at("/status/observedGeneration").asInt()).isEqualTo(2);
    JsonNode status = pod.at("/status/containerStatuses/0");
    assertThat(status.path("restartCount").asInt()).isZero();
    assertThat(status.at("/allocatedResources/cpu").asText()).isEqualTo("200m");
    assertThat(status.at("/resources/limits/memory").asText()).isEqualTo("50Mi");
    assertThat(pod.at("/status/conditions").toString()).doesNotContain("PodResize");
    assertThat(file("grows", "cpu.max")).isEqualTo("35000 100000");
    assertThat(file("grows", "memory.max")).isEqualTo("52428800");
    assertThat(Integer.parseInt(file("grows", "cpu.weight"))).isGreaterThan(weight);
    assertThat(cluster.events("grows"))
        .extracting(event -> event.text("/reason"))
        .contains("ResizeStarted", "ResizeCompleted");
  }

  @Test
  void a_resize_restarts_a_container_with_restart_policy_restart_container() {
    pod(
        "restarts",
        "resources: {requests: {memory: 35Mi}},"
            + " resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]");

    resize("restarts", "{\"requests\": {\"memory\": \"300Mi\"}}");

    assertThat(stored("restarts").at("/status/containerStatuses/0/restartCount").asInt())
        .isEqualTo(1);
  }

  @Test
  void a_resize_beyond_the_free_resources_is_deferred() {
    String half = "resources: {requests: {cpu: '%s'}}";
    pod("large", half.formatted(allocatable() * 3 / 4 + "m"));
    String node = stored("large").text("/spec/nodeName");
    pod("waits", half.formatted("100m"), "nodeName: " + node);
    String more = "{\"requests\": {\"cpu\": \"" + allocatable() / 2 + "m\"}}";

    resize("waits", more);

    KubeObject waiting = stored("waits");
    assertThat(waiting.at("/status/containerStatuses/0/allocatedResources/cpu").asText())
        .isEqualTo("100m");
    assertThat(waiting.at("/status/conditions"))
        .filteredOn(each -> each.path("type").asText().equals("PodResizePending"))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.path("reason").asText()).isEqualTo("Deferred");
              assertThat(condition.path("message").asText())
                  .startsWith("Node didn't have enough resource: cpu, requested: ");
            });
    cluster.delete("large");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(stored("waits").at("/status/conditions").toString()).doesNotContain("PodResize");
    String got = stored("waits").at("/status/containerStatuses/0/allocatedResources/cpu").asText();
    assertThat(Quantity.milli(got)).isEqualTo(allocatable() / 2);
  }

  @Test
  void a_resize_beyond_the_capacity_of_the_node_is_rejected() {
    pod("giant", "resources: {requests: {cpu: 100m}}");

    assertThatThrownBy(() -> resize("giant", "{\"requests\": {\"cpu\": \"500\"}}"))
        .hasMessageContaining(
            "node didn't have enough allocatable resources: cpu, requested: 500000, allocatable: "
                + allocatable());
  }

  /** A worker's CPU, in millicores. */
  private static long allocatable() {
    KubeObject node = cluster.api(client -> client.get(ResourceTypes.NODES, "", "worker-1"));
    return Quantity.milli(node.text("/status/allocatable/cpu"));
  }

  @Test
  void a_resize_that_changes_the_qos_class_is_rejected() {
    pod("plain", "resources: {}");

    assertThatThrownBy(() -> resize("plain", "{\"requests\": {\"cpu\": \"100m\"}}"))
        .hasMessageContaining("Pod QOS Class may not change as a result of resizing");
  }

  @Test
  void a_resize_that_removes_a_request_is_rejected() {
    pod("keeps", "resources: {requests: {cpu: 10m, memory: 10Mi}}");

    assertThatThrownBy(() -> resize("keeps", "{\"requests\": {\"cpu\": null}}"))
        .hasMessageContaining("resource requests cannot be removed");
  }
}
