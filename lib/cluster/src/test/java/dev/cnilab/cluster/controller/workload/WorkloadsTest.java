package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadsTest extends TwoNodeWorkloads {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: default}
      spec:
        replicas: 4
        selector: {matchLabels: {app: web}}
        strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: app, image: nginx}]
      """;

  @Test
  void a_deployment_creates_a_replica_set_and_its_pods_become_available() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();

    KubeObject deployment = cluster.get(ResourceTypes.DEPLOYMENTS, "web");
    assertThat(deployment.at("/status/availableReplicas").asInt()).isEqualTo(4);
    assertThat(deployment.at("/status/unavailableReplicas").isMissingNode()).isTrue();
    assertThat(deployment.annotations()).containsEntry("deployment.kubernetes.io/revision", "1");
    KubeObject set = cluster.list(ResourceTypes.REPLICA_SETS).getFirst();
    assertThat(set.name()).matches("web-[bcdfghjklmnpqrstvwxz2456789]+");
    assertThat(deployment.at("/status/conditions").findValuesAsText("message"))
        .containsExactlyInAnyOrder(
            "Deployment has minimum availability.",
            "ReplicaSet \"" + set.name() + "\" has successfully progressed.");
    assertThat(cluster.events("web"))
        .containsExactly("ScalingReplicaSet: Scaled up replica set " + set.name() + " from 0 to 4");
    assertThat(cluster.list(ResourceTypes.PODS))
        .hasSize(4)
        .allSatisfy(
            pod -> {
              assertThat(pod.name()).startsWith(set.name() + "-");
              assertThat(pod.text("/metadata/ownerReferences/0/name")).isEqualTo(set.name());
            });
  }

  @Test
  void a_rollout_respects_max_surge_and_max_unavailable() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    cluster.merge(
        ResourceTypes.DEPLOYMENTS,
        "web",
        "{spec: {template: {spec: {containers: [{name: app, image: 'nginx:2'}]}}}}");

    for (int i = 0; i < 12; i++) {
      long live =
          cluster.list(ResourceTypes.PODS).stream().filter(pod -> !pod.isTerminating()).count();
      assertThat(live).isBetween(3L, 5L);
      cluster.kubelets();
    }

    assertThat(cluster.list(ResourceTypes.PODS))
        .hasSize(4)
        .allMatch(pod -> pod.text("/spec/containers/0/image").equals("nginx:2"));
    assertThat(cluster.list(ResourceTypes.REPLICA_SETS))
        .extracting(set -> set.at("/spec/replicas").asInt())
        .containsExactlyInAnyOrder(0, 4);
    assertThat(cluster.get(ResourceTypes.DEPLOYMENTS, "web").annotations())
        .containsEntry("deployment.kubernetes.io/revision", "2");
  }

  @Test
  void returning_to_an_old_template_reuses_its_replica_set() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    String template = "{spec: {template: {spec: {containers: [{name: app, image: '%s'}]}}}}";
    cluster.merge(ResourceTypes.DEPLOYMENTS, "web", template.formatted("nginx:2"));
    cluster.settle();
    cluster.merge(ResourceTypes.DEPLOYMENTS, "web", template.formatted("nginx"));
    cluster.settle();

    assertThat(cluster.list(ResourceTypes.REPLICA_SETS)).hasSize(2);
    assertThat(cluster.get(ResourceTypes.DEPLOYMENTS, "web").annotations())
        .containsEntry("deployment.kubernetes.io/revision", "3");
  }

  @Test
  void scaling_down_deletes_pods_and_emits_events() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    cluster.merge(ResourceTypes.DEPLOYMENTS, "web", "{spec: {replicas: 1}}");
    cluster.settle();

    String set = cluster.list(ResourceTypes.REPLICA_SETS).getFirst().name();
    assertThat(cluster.list(ResourceTypes.PODS)).hasSize(1);
    assertThat(cluster.events("web"))
        .contains("ScalingReplicaSet: Scaled down replica set " + set + " from 4 to 1");
    assertThat(cluster.events(set)).anyMatch(e -> e.startsWith("SuccessfulDelete: Deleted pod: "));
  }

  @Test
  void a_deleted_pod_of_a_deployment_is_replaced() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    String name = cluster.list(ResourceTypes.PODS).getFirst().name();
    cluster.run(c -> c.delete(ResourceTypes.PODS, "default", name, DeleteOptions.background()));
    cluster.settle();

    assertThat(cluster.list(ResourceTypes.PODS)).hasSize(4).noneMatch(p -> p.name().equals(name));
  }

  @Test
  void a_recreate_deployment_replaces_its_pods() {
    cluster.create(
        ResourceTypes.DEPLOYMENTS,
        DEPLOYMENT.replaceFirst("strategy: .*", "strategy: {type: Recreate}"));
    cluster.settle();
    String template = "{spec: {template: {spec: {containers: [{name: app, image: 'nginx:2'}]}}}}";
    cluster.merge(ResourceTypes.DEPLOYMENTS, "web", template);
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.PODS))
        .hasSize(4)
        .allSatisfy(pod -> assertThat(pod.text("/spec/containers/0/image")).isEqualTo("nginx:2"));
  }

  @Test
  void deleting_a_deployment_deletes_its_replica_sets_and_pods() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    cluster.run(
        c -> c.delete(ResourceTypes.DEPLOYMENTS, "default", "web", DeleteOptions.background()));
    cluster.settle();

    assertThat(cluster.list(ResourceTypes.REPLICA_SETS)).isEmpty();
    assertThat(cluster.list(ResourceTypes.PODS)).isEmpty();
  }

  @Test
  void replica_sets_orphaned_by_a_delete_are_adopted_by_a_new_deployment() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    List<String> before = names();
    cluster.run(
        c ->
            c.delete(
                ResourceTypes.DEPLOYMENTS,
                "default",
                "web",
                new DeleteOptions(Optional.empty(), DeleteOptions.Propagation.ORPHAN, "", "")));
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.DEPLOYMENTS)).isEmpty();
    assertThat(cluster.list(ResourceTypes.REPLICA_SETS).getFirst().at("/metadata/ownerReferences"))
        .isEmpty();

    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    assertThat(names()).isEqualTo(before);
    assertThat(cluster.list(ResourceTypes.REPLICA_SETS)).hasSize(1);
  }

  @Test
  void a_foreground_delete_waits_for_the_pods() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    cluster.run(
        c ->
            c.delete(
                ResourceTypes.DEPLOYMENTS,
                "default",
                "web",
                new DeleteOptions(Optional.empty(), DeleteOptions.Propagation.FOREGROUND, "", "")));
    cluster.pass(Duration.ofMillis(10));
    assertThat(cluster.list(ResourceTypes.DEPLOYMENTS)).hasSize(1);
    assertThat(cluster.list(ResourceTypes.PODS)).allMatch(KubeObject::isTerminating);

    cluster.settle();
    assertThat(cluster.list(ResourceTypes.DEPLOYMENTS)).isEmpty();
    assertThat(cluster.list(ResourceTypes.PODS)).isEmpty();
  }

  @Test
  void a_terminating_namespace_is_emptied_and_then_removed() {
    cluster.create(
        ResourceTypes.NAMESPACES, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    cluster.run(
        c -> {
          assertThat(c.find(ResourceTypes.SERVICE_ACCOUNTS, "shop", "default")).isPresent();
          assertThat(c.find(ResourceTypes.CONFIG_MAPS, "shop", "kube-root-ca.crt")).isPresent();
          c.delete(ResourceTypes.NAMESPACES, "", "shop", DeleteOptions.background());
        });
    cluster.pass(Duration.ofSeconds(4));
    cluster.run(
        c -> assertThat(c.find(ResourceTypes.CONFIG_MAPS, "shop", "kube-root-ca.crt")).isPresent());
    cluster.pass(Duration.ofSeconds(2));

    cluster.run(
        c -> {
          assertThat(c.find(ResourceTypes.NAMESPACES, "", "shop")).isEmpty();
          assertThat(c.find(ResourceTypes.CONFIG_MAPS, "shop", "kube-root-ca.crt")).isEmpty();
        });
  }

  @Test
  void a_service_has_its_ready_pods_in_endpoints_and_a_slice() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.create(
        ResourceTypes.SERVICES,
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec:
          clusterIP: 10.96.0.77
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080, protocol: TCP}]
        """);
    cluster.settle();

    KubeObject endpoints = cluster.get(ResourceTypes.ENDPOINTS, "web");
    assertThat(endpoints.at("/subsets/0/addresses")).hasSize(4);
    assertThat(endpoints.at("/subsets/0/ports/0/port").asInt()).isEqualTo(8080);
    KubeObject slice = cluster.list(ResourceTypes.ENDPOINT_SLICES).getFirst();
    assertThat(slice.labels()).containsEntry("kubernetes.io/service-name", "web");
    assertThat(slice.at("/endpoints")).hasSize(4);

    cluster.run(
        c -> c.delete(ResourceTypes.SERVICES, "default", "web", DeleteOptions.background()));
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.ENDPOINTS)).isEmpty();
    assertThat(cluster.list(ResourceTypes.ENDPOINT_SLICES)).isEmpty();
  }

  @Test
  void a_paused_deployment_keeps_its_pods_until_it_is_resumed() {
    cluster.create(ResourceTypes.DEPLOYMENTS, DEPLOYMENT);
    cluster.settle();
    cluster.run(
        c ->
            c.patch(
                ResourceTypes.DEPLOYMENTS,
                "default",
                "web",
                Patch.merge(
                    ControlPlane.parse(
                            "{spec: {paused: true, template: {spec: {containers: [{name: app,"
                                + " image: 'nginx:2'}]}}}}")
                        .json())));
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.REPLICA_SETS)).hasSize(1);

    cluster.merge(ResourceTypes.DEPLOYMENTS, "web", "{spec: {paused: false}}");
    cluster.settle();
    assertThat(cluster.list(ResourceTypes.PODS))
        .hasSize(4)
        .allMatch(pod -> pod.text("/spec/containers/0/image").equals("nginx:2"));
  }
}
