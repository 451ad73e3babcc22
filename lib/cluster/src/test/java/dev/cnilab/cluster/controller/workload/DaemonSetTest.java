package dev.cnilab.cluster.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DaemonSets on two nodes. */
class DaemonSetTest extends TwoNodeWorkloads {
  private static final String DAEMON_SET =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent, namespace: default}
      spec:
        selector: {matchLabels: {app: agent}}
        updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}
        template:
          metadata: {labels: {app: agent}}
          spec:
            hostNetwork: true
            tolerations: [{operator: Exists, effect: NoSchedule}]
            containers: [{name: app, image: agent:1}]
      """;

  @Test
  void a_daemon_set_has_one_pod_on_each_node_including_new_ones() {
    cluster.create(ResourceTypes.DAEMON_SETS, DAEMON_SET);
    cluster.settle();
    assertThat(nodesOfPods()).containsExactlyInAnyOrder("worker-1", "worker-2");

    cluster.node("worker-3");
    cluster.settle();
    assertThat(nodesOfPods()).containsExactlyInAnyOrder("worker-1", "worker-2", "worker-3");
    assertThat(cluster.get(ResourceTypes.DAEMON_SETS, "agent").at("/status").toString())
        .contains("\"desiredNumberScheduled\":3", "\"numberReady\":3", "\"numberAvailable\":3");
  }

  @Test
  void the_status_of_a_daemon_set_is_correct_if_a_new_pod_is_rejected() {
    cluster.create(ResourceTypes.DAEMON_SETS, DAEMON_SET);
    cluster.settle();
    cluster.create(
        ResourceTypes.RESOURCE_QUOTAS,
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none, namespace: default}
        spec: {hard: {pods: "0"}}
        """);
    KubeObject lost = cluster.list(ResourceTypes.PODS).getFirst();
    cluster.run(
        api ->
            api.delete(
                ResourceTypes.PODS, "default", lost.name(), DeleteOptions.now().ofUid(lost.uid())));
    cluster.settle();

    assertThat(cluster.get(ResourceTypes.DAEMON_SETS, "agent").at("/status").toString())
        .contains("\"currentNumberScheduled\":1", "\"desiredNumberScheduled\":2");
  }

  @Test
  void daemon_pods_run_on_not_ready_nodes() {
    cluster.ready("worker-2", "False");
    cluster.create(ResourceTypes.DAEMON_SETS, DAEMON_SET);
    cluster.settle();
    cluster.pass(Duration.ofMinutes(10));

    assertThat(nodesOfPods()).contains("worker-2");
  }

  @Test
  void a_new_template_of_a_daemon_set_replaces_one_pod_at_a_time() {
    cluster.create(ResourceTypes.DAEMON_SETS, DAEMON_SET);
    cluster.settle();
    cluster.merge(
        ResourceTypes.DAEMON_SETS,
        "agent",
        "{spec: {template: {spec: {containers: [{name: app, image: 'agent:2'}]}}}}");
    assertThat(cluster.list(ResourceTypes.PODS)).filteredOn(KubeObject::isTerminating).hasSize(1);

    cluster.settle();
    assertThat(cluster.list(ResourceTypes.PODS))
        .hasSize(2)
        .allMatch(pod -> pod.text("/spec/containers/0/image").equals("agent:2"));
  }

  @Test
  void reordering_the_fields_of_a_template_replaces_no_pod() {
    cluster.create(ResourceTypes.DAEMON_SETS, DAEMON_SET);
    cluster.settle();
    List<String> before = names();
    KubeObject set = cluster.get(ResourceTypes.DAEMON_SETS, "agent");

    cluster.run(
        client -> client.update(ResourceTypes.DAEMON_SETS, set.edit(DaemonSetTest::reverse)));
    cluster.settle();

    assertThat(names()).isEqualTo(before);
  }

  /** Reverses the order of the fields of the template's pod. */
  private static void reverse(ObjectNode set) {
    ObjectNode template = set.withObject("/spec/template");
    ObjectNode spec = template.withObject("/spec").deepCopy();
    ObjectNode reversed = template.putObject("spec");
    List.copyOf(spec.properties()).reversed().forEach(f -> reversed.set(f.getKey(), f.getValue()));
  }

  private List<String> nodesOfPods() {
    return cluster.list(ResourceTypes.PODS).stream()
        .map(pod -> pod.text("/spec/nodeName"))
        .toList();
  }
}
