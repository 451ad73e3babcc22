package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Controllers that read a status written by another client keep working. */
class OddStatusTest {
  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void aNode() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
  }

  private void write(ResourceType type, String name, String status) {
    KubeObject change = ControlPlane.parse("status: " + status);
    cluster.run(
        c ->
            c.patch(
                type,
                type.namespaced() ? "default" : "",
                name,
                Patch.merge(change.json()).ofStatus()));
    cluster.pass(Duration.ofMillis(10));
  }

  @Test
  void a_finished_job_without_an_end_time_is_deleted_after_its_ttl() {
    cluster.create(
        ResourceTypes.JOBS,
        "{metadata: {name: j, namespace: default}, spec: {ttlSecondsAfterFinished: 1, suspend:"
            + " true, template: {spec: {restartPolicy: Never, containers: [{name: c, image:"
            + " b}]}}}}");
    write(
        ResourceTypes.JOBS,
        "j",
        "{startTime: '2026-01-01T00:00:00Z', conditions: [{type: FailureTarget, status: 'True'},"
            + " {type: Failed, status: 'True'}]}");

    cluster.pass(Duration.ofSeconds(2));

    assertThat(cluster.list(ResourceTypes.JOBS)).isEmpty();
  }

  @Test
  void a_deployment_with_a_progress_condition_without_a_time_is_rolled_out() {
    cluster.create(
        ResourceTypes.DEPLOYMENTS,
        "{metadata: {name: d, namespace: default}, spec: {replicas: 1, selector: {matchLabels: {a:"
            + " b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image:"
            + " b}]}}}}");
    write(
        ResourceTypes.DEPLOYMENTS,
        "d",
        "{conditions: [{type: Progressing, status: 'True', reason: Odd}]}");

    cluster.settle();

    assertThat(cluster.get(ResourceTypes.DEPLOYMENTS, "d").at("/status/readyReplicas").asInt())
        .isOne();
  }
}
