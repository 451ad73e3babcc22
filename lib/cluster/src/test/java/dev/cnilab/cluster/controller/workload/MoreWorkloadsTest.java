package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** StatefulSets, CronJobs, ReplicationControllers, revisions and budgets. */
class MoreWorkloadsTest {
  private static final String STATEFUL_SET =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db, namespace: default}
      spec:
        replicas: 3
        serviceName: db
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: app, image: nginx}]}
        volumeClaimTemplates:
        - metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """;

  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void twoNodes() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
    cluster.node("worker-2");
  }

  private List<String> pods() {
    return cluster.list(ResourceTypes.PODS).stream().map(KubeObject::name).toList();
  }

  @Test
  void a_stateful_set_creates_its_pods_in_order_with_their_own_claims() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    assertThat(pods()).containsExactly("db-0");

    cluster.settle();

    assertThat(pods()).containsExactly("db-0", "db-1", "db-2");
    KubeObject pod = cluster.get(ResourceTypes.PODS, "db-1");
    assertThat(pod.text("/spec/hostname") + "." + pod.text("/spec/subdomain")).isEqualTo("db-1.db");
    assertThat(pod.labels())
        .containsEntry("statefulset.kubernetes.io/pod-name", "db-1")
        .containsEntry("apps.kubernetes.io/pod-index", "1");
    assertThat(cluster.list(ResourceTypes.PERSISTENT_VOLUME_CLAIMS).stream().map(KubeObject::name))
        .containsExactly("data-db-0", "data-db-1", "data-db-2");
    assertThat(cluster.get(ResourceTypes.STATEFUL_SETS, "db").at("/status/readyReplicas").asInt())
        .isEqualTo(3);
    assertThat(cluster.events("db"))
        .contains("SuccessfulCreate: Create Pod db-0 in StatefulSet db successful");
  }

  @Test
  void a_daemon_set_adopts_and_deletes_a_matching_surplus_pod() {
    cluster.create(
        ResourceTypes.DAEMON_SETS,
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: client, namespace: default}
        spec:
          selector: {matchLabels: {app: client}}
          template:
            metadata: {labels: {app: client}}
            spec: {containers: [{name: app, image: nginx}]}
        """);
    cluster.settle();
    List<String> daemons = pods();
    cluster.create(
        ResourceTypes.PODS,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: stray, namespace: default, labels: {app: client}}
        spec: {nodeName: worker-1, containers: [{name: app, image: nginx}]}
        """);
    cluster.settle();
    assertThat(pods()).isEqualTo(daemons).hasSize(2);
    assertThat(cluster.events("client")).anyMatch(event -> event.contains("Deleted pod: stray"));
  }

  @Test
  void a_stateful_set_scales_down_from_the_last_pod_and_keeps_the_claims() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    cluster.settle();
    cluster.merge(ResourceTypes.STATEFUL_SETS, "db", "{spec: {replicas: 1}}");
    cluster.settle();

    assertThat(pods()).containsExactly("db-0");
    assertThat(cluster.list(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)).hasSize(3);
  }

  @Test
  void a_stateful_set_does_not_scale_down_while_pods_are_not_ready() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    cluster.settle();
    for (String pod : pods()) {
      cluster.run(
          client ->
              client.patch(
                  ResourceTypes.PODS,
                  "default",
                  pod,
                  Patch.merge(
                          ControlPlane.parse(
                                  "{status: {conditions: [{type: Ready, status: 'False'}]}}")
                              .json())
                      .ofStatus()));
    }
    cluster.merge(ResourceTypes.STATEFUL_SETS, "db", "{spec: {replicas: 0}}");
    cluster.pass(Duration.ofSeconds(10));
    assertThat(pods()).containsExactly("db-0", "db-1", "db-2");

    cluster.settle();
    assertThat(pods()).isEmpty();
  }

  @Test
  void a_partitioned_update_replaces_only_the_pods_from_the_partition_on() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    cluster.settle();
    cluster.merge(
        ResourceTypes.STATEFUL_SETS,
        "db",
        "{spec: {updateStrategy: {rollingUpdate: {partition: 2}}, template: {spec: {containers:"
            + " [{name: app, image: 'nginx:2'}]}}}}");
    cluster.settle();

    assertThat(
            cluster.list(ResourceTypes.PODS).stream().map(p -> p.text("/spec/containers/0/image")))
        .containsExactly("nginx", "nginx", "nginx:2");
    assertThat(
            cluster.list(ResourceTypes.CONTROLLER_REVISIONS).stream()
                .map(revision -> revision.at("/revision").asInt()))
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void a_daemon_set_keeps_its_templates_as_revisions() {
    String set =
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: default}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: app, image: 'agent:1'}]}
        """;
    cluster.create(ResourceTypes.DAEMON_SETS, set);
    for (String image : List.of("agent:2", "agent:1")) {
      cluster.merge(
          ResourceTypes.DAEMON_SETS,
          "agent",
          "{spec: {template: {spec: {containers: [{name: app, image: '" + image + "'}]}}}}");
    }

    assertThat(cluster.list(ResourceTypes.CONTROLLER_REVISIONS))
        .as("as kubectl rollout compares them, to the byte")
        .allSatisfy(
            revision -> {
              assertThat(revision.labels()).containsKey("controller-revision-hash");
              assertThat(revision.at("/data").toString())
                  .startsWith("{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":");
            });
    assertThat(cluster.list(ResourceTypes.CONTROLLER_REVISIONS))
        .extracting(
            revision ->
                revision.text("/data/spec/template/spec/containers/0/image")
                    + " "
                    + revision.at("/revision").asInt())
        .containsExactlyInAnyOrder("agent:2 2", "agent:1 3");
  }

  @Test
  void a_cron_job_with_forbid_does_not_start_a_second_job() {
    cluster.create(
        ResourceTypes.CRON_JOBS,
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tick, namespace: default}
        spec:
          schedule: '* * * * *'
          concurrencyPolicy: Forbid
          jobTemplate:
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}
        """);
    cluster.pass(Duration.ofMinutes(3));

    assertThat(cluster.list(ResourceTypes.JOBS)).hasSize(1);
    KubeObject job = cluster.list(ResourceTypes.JOBS).getFirst();
    assertThat(job.name()).matches("tick-\\d+");
    assertThat(job.annotations()).containsKey("batch.kubernetes.io/cronjob-scheduled-timestamp");
    assertThat(cluster.get(ResourceTypes.CRON_JOBS, "tick").text("/status/active/0/name"))
        .isEqualTo(job.name());
    assertThat(cluster.events("tick"))
        .contains(
            "SuccessfulCreate: Created job " + job.name(),
            "JobAlreadyActive: Not starting job because prior execution is running and concurrency"
                + " policy is Forbid");
  }

  @Test
  void a_replication_controller_creates_its_number_of_pods() {
    cluster.create(
        ResourceTypes.REPLICATION_CONTROLLERS,
        """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: old, namespace: default}
        spec:
          replicas: 2
          template:
            metadata: {labels: {app: old}}
            spec: {containers: [{name: c, image: nginx}]}
        """);
    cluster.settle();

    assertThat(pods()).hasSize(2).allMatch(name -> name.startsWith("old-"));
    assertThat(
            cluster
                .get(ResourceTypes.REPLICATION_CONTROLLERS, "old")
                .at("/status/readyReplicas")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void a_disruption_budget_reports_the_allowed_disruptions() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    cluster.create(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: db, namespace:"
            + " default}, spec: {minAvailable: 2, selector: {matchLabels: {app: db}}}}");
    cluster.settle();

    KubeObject budget = cluster.get(ResourceTypes.POD_DISRUPTION_BUDGETS, "db");
    assertThat(budget.at("/status/currentHealthy").asInt()).isEqualTo(3);
    assertThat(budget.at("/status/disruptionsAllowed").asInt()).isEqualTo(1);
    assertThat(budget.text("/status/conditions/0/reason")).isEqualTo("SufficientPods");
  }

  @Test
  void a_deleted_claim_is_removed_only_after_its_pod() {
    cluster.create(ResourceTypes.STATEFUL_SETS, STATEFUL_SET);
    cluster.settle();
    delete(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "data-db-0");
    cluster.settle();
    assertThat(cluster.get(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "data-db-0").isTerminating())
        .isTrue();

    delete(ResourceTypes.STATEFUL_SETS, "db");
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.PERSISTENT_VOLUME_CLAIMS).stream().map(KubeObject::name))
        .containsExactly("data-db-1", "data-db-2");
  }

  private void delete(ResourceType type, String name) {
    cluster.run(client -> client.delete(type, "default", name, DeleteOptions.background()));
  }
}
