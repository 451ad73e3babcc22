package dev.cnilab.cluster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest extends ThreeNodes {
  private static final String NO_HELP =
      " preemption: 0/3 nodes are available: 3 Preemption is not" + " helpful for scheduling.";

  @Test
  void a_scheduled_pod_has_a_node_an_event_and_a_condition() {
    pod("a", "");

    KubeObject pod = cluster.get(ResourceTypes.PODS, "a");
    String node = pod.text("/spec/nodeName");
    assertThat(node).isIn("worker-1", "worker-2");
    assertThat(cluster.events("a"))
        .containsExactly("Scheduled: Successfully assigned default/a to " + node);
    assertThat(pod.at("/status/conditions").toString())
        .contains("\"type\":\"PodScheduled\",\"status\":\"True\"");
  }

  @Test
  void an_unmatched_node_selector_is_reported_as_by_the_real_scheduler() {
    pod("a", "nodeSelector: {disk: ssd}");

    assertThat(cluster.events("a"))
        .containsExactly(
            "FailedScheduling: 0/3 nodes are available: 1 node(s) had untolerated taint(s), 2"
                + " node(s) didn't match Pod's node affinity/selector."
                + NO_HELP);
    KubeObject pod = cluster.get(ResourceTypes.PODS, "a");
    assertThat(pod.at("/status/conditions/0").toString())
        .contains(
            "\"reason\":\"Unschedulable\"", "\"status\":\"False\"", "0/3 nodes are available");
  }

  @Test
  void an_unschedulable_pod_is_scheduled_once_a_node_gets_its_label() {
    pod("a", "nodeSelector: {disk: ssd}");
    cluster.merge(ResourceTypes.NODES, "worker-2", "{metadata: {labels: {disk: ssd}}}");

    assertThat(cluster.get(ResourceTypes.PODS, "a").text("/spec/nodeName")).isEqualTo("worker-2");
  }

  @Test
  void heartbeats_of_nodes_do_not_retry_an_unschedulable_pod() {
    pod("a", "nodeSelector: {disk: ssd}");
    cluster.pass(Duration.ofSeconds(1));
    cluster.ready("worker-1", "True");
    cluster.ready("worker-2", "True");

    KubeObject event =
        cluster.list(ResourceTypes.EVENTS).stream()
            .filter(e -> e.text("/reason").equals("FailedScheduling"))
            .findFirst()
            .orElseThrow();
    assertThat(event.at("/count").asInt()).isEqualTo(1);
  }

  @Test
  void a_second_taint_of_a_not_ready_node_does_not_retry_a_pod() {
    cluster.pass(Duration.ofMillis(2500));
    cluster.ready("worker-2", "False");
    pod("a", "nodeSelector: {kubernetes.io/hostname: worker-2}");
    cluster.pass(Duration.ofSeconds(30));

    KubeObject event =
        cluster.list(ResourceTypes.EVENTS).stream()
            .filter(e -> e.text("/reason").equals("FailedScheduling"))
            .findFirst()
            .orElseThrow();
    assertThat(event.at("/count").asInt()).isEqualTo(1);
    assertThat(event.text("/message"))
        .isEqualTo(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2"
                + " node(s) had untolerated taint(s)."
                + NO_HELP);
  }

  @Test
  void a_request_beyond_the_node_is_told_apart_from_one_beyond_free_resources() {
    pod("large", "containers: [{name: c, image: i, resources: {requests: {cpu: '3'}}}]");
    assertThat(cluster.events("large").getFirst())
        .contains("2 Insufficient cpu.", "3 Preemption is not helpful for scheduling.");

    String most = "containers: [{name: c, image: i, resources: {requests: {cpu: 1500m}}}]";
    pod("first", most);
    pod("second", most);
    pod("third", most);
    assertThat(cluster.events("third").getFirst())
        .contains(
            "1 node(s) had untolerated taint(s), 2 Insufficient cpu.",
            "1 Preemption is not helpful for scheduling, 2 No preemption victims found for"
                + " incoming pod.");

    cluster.run(c -> c.delete(ResourceTypes.PODS, "default", "first", DeleteOptions.now()));
    cluster.pass(Duration.ofMillis(10));
    assertThat(cluster.get(ResourceTypes.PODS, "third").text("/spec/nodeName")).isNotEmpty();
  }

  @Test
  void a_pod_with_a_scheduling_gate_has_a_condition_that_says_so() {
    pod("gated", "schedulingGates: [{name: example.com/later}]");
    cluster.pass(Duration.ofSeconds(1));

    KubeObject pod = cluster.get(ResourceTypes.PODS, "gated");
    assertThat(pod.at("/status/conditions").toString())
        .isEqualTo(
            "[{\"lastProbeTime\":null,\"lastTransitionTime\":\""
                + pod.text("/metadata/creationTimestamp")
                + "\",\"message\":\"Scheduling is"
                + " blocked due to non-empty scheduling gates\",\"reason\":\"SchedulingGated\","
                + "\"status\":\"False\",\"type\":\"PodScheduled\"}]");
  }

  @Test
  void a_pod_of_higher_priority_preempts_the_lowest_one() {
    cluster.create(
        ResourceTypes.PRIORITY_CLASSES,
        "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\n"
            + "value: 1000");
    cluster.merge(ResourceTypes.NODES, "worker-1", "{spec: {unschedulable: true}}");
    String small = "containers: [{name: c, image: i, resources: {requests: {cpu: 500m}}}]";
    pod("a", small);
    pod("b", small);
    pod(
        "urgent",
        "containers: [{name: c, image: i, resources: {requests: {cpu: 1500m}}}]\n"
            + "  priorityClassName: high");

    KubeObject victim =
        cluster.list(ResourceTypes.PODS).stream()
            .filter(KubeObject::isTerminating)
            .findFirst()
            .orElseThrow();
    KubeObject urgent = cluster.get(ResourceTypes.PODS, "urgent");
    assertThat(urgent.text("/status/nominatedNodeName")).isEqualTo("worker-2");
    assertThat(cluster.events("urgent").getFirst())
        .endsWith(
            "1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable."
                + " preemption: found a potential placement for pod on node worker-2, preempting 1"
                + " victims");
    assertThat(cluster.events(victim.name()))
        .contains("Preempted: Preempted by pod " + urgent.uid() + " on node worker-2");
    assertThat(victim.at("/status/conditions").toString())
        .contains("default-scheduler: preempting to accommodate a higher priority pod");
    assertThat(cluster.list(ResourceTypes.PODS).stream().filter(KubeObject::isTerminating))
        .hasSize(1);

    pod("late", small);
    cluster.run(c -> c.delete(ResourceTypes.PODS, "default", victim.name(), DeleteOptions.now()));
    cluster.pass(Duration.ofMillis(10));
    assertThat(nodeOf("urgent")).isEqualTo("worker-2");
    assertThat(nodeOf("late")).isEmpty();
  }

  @Test
  void a_host_port_is_allocated_once_per_node() {
    String port = "containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 80}]}]";
    pod("a", port);
    pod("b", port);
    pod("c", port);

    assertThat(List.of(nodeOf("a"), nodeOf("b"))).containsExactlyInAnyOrder("worker-1", "worker-2");
    assertThat(cluster.events("c").getFirst())
        .contains("2 node(s) didn't have free ports for the requested pod ports.");
  }

  @Test
  void a_cordoned_node_gets_no_pods() {
    cluster.merge(ResourceTypes.NODES, "worker-1", "{spec: {unschedulable: true}}");
    pod("a", "nodeSelector: {kubernetes.io/hostname: worker-1}");

    assertThat(cluster.events("a").getFirst()).contains("1 node(s) were unschedulable");
  }

  @Test
  void a_full_node_is_reported_as_too_many_pods() {
    cluster.merge(ResourceTypes.NODES, "worker-1", "{spec: {unschedulable: true}}");
    cluster.run(
        c ->
            c.patch(
                ResourceTypes.NODES,
                "",
                "worker-2",
                dev.cnilab.cluster.client.Patch.merge(
                        ControlPlane.parse("{status: {allocatable: {pods: '2'}}}").json())
                    .ofStatus()));
    cluster.pass(Duration.ofMillis(10));
    pod("a", "");
    pod("b", "");
    pod("c", "");

    assertThat(cluster.events("c").getFirst()).contains("1 Too many pods");
  }
}
