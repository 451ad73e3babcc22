package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Autoscalers keep to their bounds, and report that there are no metrics. */
class AutoscalerTest {
  @AutoClose private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = new ControlPlane();
  }

  private void autoscaler(String bounds) {
    plane.create(
        ResourceTypes.HORIZONTAL_POD_AUTOSCALERS,
        "{metadata: {name: a, namespace: default}, spec: {scaleTargetRef: {apiVersion: apps/v1,"
            + " kind: Deployment, name: web}, "
            + bounds
            + "}}");
    plane.pass(Duration.ofSeconds(1));
  }

  private void deployment(int replicas) {
    plane.create(
        ResourceTypes.DEPLOYMENTS,
        "{metadata: {name: web, namespace: default}, spec: {replicas: %d, selector: {matchLabels:"
                .formatted(replicas)
            + " {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c,"
            + " image: nginx}]}}}}");
  }

  private long replicas() {
    return plane
        .call(api -> api.get(ResourceTypes.DEPLOYMENTS, "default", "web"))
        .at("/spec/replicas")
        .asLong();
  }

  private JsonNode condition(String type) {
    KubeObject autoscaler =
        plane.call(api -> api.get(ResourceTypes.HORIZONTAL_POD_AUTOSCALERS, "default", "a"));
    for (JsonNode condition : autoscaler.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    throw new AssertionError(autoscaler + " has no condition " + type);
  }

  @Test
  void an_autoscaler_enforces_its_minimum_and_maximum() {
    deployment(1);
    autoscaler("minReplicas: 3, maxReplicas: 5");
    assertThat(replicas()).isEqualTo(3);

    plane.run(
        api ->
            api.update(
                ResourceTypes.DEPLOYMENTS,
                api.get(ResourceTypes.DEPLOYMENTS, "default", "web")
                    .edit(json -> json.withObject("/spec").put("replicas", 9))));
    plane.pass(Duration.ofSeconds(16));

    assertThat(replicas()).isEqualTo(5);
  }

  @Test
  void scaling_is_inactive_without_a_metrics_server() {
    deployment(2);
    autoscaler("minReplicas: 1, maxReplicas: 5");

    assertThat(condition("AbleToScale").path("reason").asText()).isEqualTo("SucceededGetScale");
    assertThat(condition("ScalingActive").path("reason").asText())
        .isEqualTo("FailedGetResourceMetric");
    List<String> reasons =
        plane.call(
            api ->
                api.list(ResourceTypes.EVENTS, "default", ListOptions.everything()).stream()
                    .filter(event -> event.text("/involvedObject/name").equals("a"))
                    .map(event -> event.text("/reason"))
                    .toList());
    assertThat(reasons)
        .containsExactlyInAnyOrder("FailedGetResourceMetric", "FailedComputeMetricsReplicas");
  }

  @Test
  void an_autoscaler_reports_a_missing_target() {
    autoscaler("maxReplicas: 5");

    assertThat(condition("AbleToScale").path("message").asText())
        .contains("deployments.apps \"web\" not found");
  }
}
