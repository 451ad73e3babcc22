package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects without an owner that a workload's selector matches. */
class OrphansTest extends TwoNodeWorkloads {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: %s, namespace: default, labels: {app: db}}
      spec: {containers: [{name: app, image: nginx}]}
      """;

  private static String workload(String kind, String more) {
    return """
    apiVersion: apps/v1
    kind: %s
    metadata: {name: db, namespace: default, labels: {app: db}}
    spec:
      replicas: 1
      %s
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec: {containers: [{name: app, image: nginx}]}
    """
        .formatted(kind, more);
  }

  private Optional<String> owner(ResourceType type, String name) {
    return OwnerReference.controllerOf(cluster.get(type, name)).map(OwnerReference::name);
  }

  @Test
  void a_stateful_set_adopts_a_new_pod_with_one_of_its_names() {
    cluster.create(ResourceTypes.STATEFUL_SETS, workload("StatefulSet", "serviceName: db"));
    cluster.settle();

    cluster.create(ResourceTypes.PODS, POD.formatted("db-5"));
    cluster.settle();

    assertThat(names()).as("it deletes the surplus pod").containsExactly("db-0");
    assertThat(cluster.events("db"))
        .contains("SuccessfulDelete: Delete Pod db-5 in StatefulSet db successful");
  }

  @Test
  void a_stateful_set_does_not_adopt_a_pod_with_another_name() {
    cluster.create(ResourceTypes.PODS, POD.formatted("other"));
    cluster.create(ResourceTypes.STATEFUL_SETS, workload("StatefulSet", "serviceName: db"));
    cluster.settle();

    assertThat(owner(ResourceTypes.PODS, "db-0")).contains("db");
    assertThat(owner(ResourceTypes.PODS, "other")).isEmpty();
  }

  @Test
  void a_deployment_adopts_a_new_replica_set() {
    cluster.create(ResourceTypes.DEPLOYMENTS, workload("Deployment", ""));
    cluster.settle();

    KubeObject orphan = cluster.create(ResourceTypes.REPLICA_SETS, workload("ReplicaSet", ""));

    assertThat(owner(ResourceTypes.REPLICA_SETS, orphan.name())).contains("db");
  }
}
