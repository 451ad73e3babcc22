package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexed Jobs, and the failure and success policies of Jobs. */
class JobsTest {
  private static final String POD =
      "template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}";

  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void oneNode() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
  }

  private void job(String spec) {
    cluster.create(
        ResourceTypes.JOBS,
        "{apiVersion: batch/v1, kind: Job, metadata: {name: sum, namespace: default}, spec: {"
            + spec
            + ", "
            + POD
            + "}}");
    cluster.settle();
  }

  private KubeObject job() {
    return cluster.get(ResourceTypes.JOBS, "sum");
  }

  private List<KubeObject> running() {
    return cluster.list(ResourceTypes.PODS).stream()
        .filter(pod -> pod.text("/status/phase").equals("Running"))
        .toList();
  }

  private KubeObject at(int index) {
    return running().stream()
        .filter(pod -> pod.name().startsWith("sum-" + index + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** Ends a pod as its kubelet would. */
  private void end(KubeObject pod, int exitCode) {
    cluster.run(
        client ->
            client.updateStatus(
                ResourceTypes.PODS,
                pod.edit(
                    json -> {
                      ObjectNode status = json.withObject("/status");
                      status.put("phase", exitCode == 0 ? "Succeeded" : "Failed");
                      status
                          .putArray("containerStatuses")
                          .addObject()
                          .put("name", "c")
                          .put("image", "busybox")
                          .put("imageID", "")
                          .put("ready", false)
                          .put("restartCount", 0)
                          .putObject("state")
                          .putObject("terminated")
                          .put("exitCode", exitCode)
                          .put("reason", exitCode == 0 ? "Completed" : "Error")
                          .put("finishedAt", "2026-01-01T00:00:00Z");
                    })));
    cluster.settle();
  }

  private String condition(int index) {
    return job().text("/status/conditions/" + index + "/type")
        + ": "
        + job().text("/status/conditions/" + index + "/reason");
  }

  @Test
  void each_pod_of_an_indexed_job_has_an_index() {
    job("completions: 3, parallelism: 2, completionMode: Indexed");

    assertThat(running()).hasSize(2);
    KubeObject second = at(1);
    assertThat(second.text("/spec/hostname")).isEqualTo("sum-1");
    assertThat(second.labels()).containsEntry("batch.kubernetes.io/job-completion-index", "1");
    assertThat(second.text("/spec/containers/0/env/0/valueFrom/fieldRef/fieldPath"))
        .isEqualTo("metadata.labels['batch.kubernetes.io/job-completion-index']");
  }

  @Test
  void a_job_starts_at_most_500_pods_in_a_pass() {
    cluster.run(
        c ->
            c.create(
                ResourceTypes.JOBS,
                ControlPlane.parse(
                    "{apiVersion: batch/v1, kind: Job, metadata: {name: sum, namespace: default},"
                        + " spec: {completions: 600, parallelism: 600, completionMode: Indexed, "
                        + POD
                        + "}}")));
    cluster.pass(Duration.ofMillis(1));
    assertThat(cluster.list(ResourceTypes.PODS)).hasSize(500);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.list(ResourceTypes.PODS)).hasSize(600);
  }

  @Test
  void an_indexed_job_is_complete_when_every_index_has_succeeded_once() {
    job("completions: 3, parallelism: 3, completionMode: Indexed");

    end(at(0), 0);
    end(at(2), 0);
    assertThat(job().text("/status/completedIndexes")).isEqualTo("0,2");
    end(at(1), 0);

    assertThat(job().text("/status/completedIndexes")).isEqualTo("0-2");
    assertThat(condition(1)).isEqualTo("Complete: CompletionsReached");
    assertThat(cluster.events("sum")).contains("Completed: Job completed");
  }

  @Test
  void a_failed_index_is_retried() {
    job("completions: 2, parallelism: 2, completionMode: Indexed");
    String first = at(1).name();

    end(at(1), 1);
    cluster.pass(Duration.ofMinutes(1));
    cluster.settle();

    assertThat(at(1).name()).isNotEqualTo(first);
  }

  @Test
  void a_fail_job_rule_for_an_exit_code_fails_the_whole_job() {
    job(
        "parallelism: 1, podFailurePolicy: {rules: [{action: FailJob, onExitCodes:"
            + " {operator: In, values: [42]}}]}");
    String pod = running().getFirst().name();

    end(running().getFirst(), 42);

    assertThat(condition(1)).isEqualTo("Failed: PodFailurePolicy");
    assertThat(job().text("/status/conditions/1/message"))
        .isEqualTo(
            "Container c for pod default/%s failed with exit code 42 matching FailJob rule at index 0"
                .formatted(pod));
  }

  @Test
  void an_ignored_failure_does_not_count() {
    job(
        "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onExitCodes:"
            + " {operator: In, values: [7]}}]}");

    end(running().getFirst(), 7);

    assertThat(job().at("/status/conditions")).isEmpty();
    assertThat(running()).hasSize(1);
  }

  @Test
  void an_index_beyond_its_own_backoff_limit_fails_alone() {
    job(
        "completions: 3, parallelism: 3, completionMode: Indexed, backoffLimitPerIndex: 0,"
            + " maxFailedIndexes: 2");

    end(at(1), 1);
    assertThat(job().text("/status/failedIndexes")).isEqualTo("1");
    assertThat(job().at("/status/conditions")).isEmpty();
    end(at(0), 0);
    end(at(2), 0);

    assertThat(job().text("/status/completedIndexes")).isEqualTo("0,2");
    assertThat(condition(1)).isEqualTo("Failed: FailedIndexes");
  }

  @Test
  void a_success_policy_ends_the_remaining_pods() {
    job(
        "completions: 3, parallelism: 3, completionMode: Indexed, successPolicy:"
            + " {rules: [{succeededIndexes: \"0\"}]}");

    end(at(0), 0);

    assertThat(condition(1)).isEqualTo("Complete: SuccessPolicy");
    assertThat(job().text("/status/conditions/0/message")).isEqualTo("Matched rules at index 0");
    assertThat(running()).isEmpty();
  }

  @Test
  void a_work_queue_job_starts_no_more_pods_after_one_has_succeeded() {
    job("parallelism: 3");
    assertThat(running()).hasSize(3);

    end(running().getFirst(), 0);
    assertThat(running()).hasSize(2);
    assertThat(job().at("/status/conditions")).isEmpty();
    end(running().getFirst(), 0);
    end(running().getFirst(), 0);

    assertThat(condition(1)).isEqualTo("Complete: CompletionsReached");
  }

  @Test
  void a_suspended_job_has_no_pods_until_it_is_resumed() {
    job("suspend: true");
    assertThat(running()).isEmpty();
    assertThat(condition(0)).isEqualTo("Suspended: JobSuspended");

    cluster.merge(ResourceTypes.JOBS, "sum", "{spec: {suspend: false}}");
    cluster.settle();

    assertThat(running()).hasSize(1);
    assertThat(condition(0)).isEqualTo("Suspended: JobResumed");
    assertThat(cluster.events("sum")).contains("Suspended: Job suspended", "Resumed: Job resumed");
  }
}
