package dev.cnilab.cluster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods that are spread, kept apart or together. */
class SpreadingTest extends ThreeNodes {
  @Test
  void pods_spread_evenly_over_the_schedulable_nodes() {
    for (int i = 0; i < 8; i++) {
      pod("p" + i, "");
    }
    Map<String, Long> perNode =
        cluster.list(ResourceTypes.PODS).stream()
            .map(pod -> pod.text("/spec/nodeName"))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(perNode).containsOnly(Map.entry("worker-1", 4L), Map.entry("worker-2", 4L));
  }

  @Test
  void required_anti_affinity_keeps_pods_apart_in_both_directions() {
    String apart =
        """
        affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [
            {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: x}}}]}}\
        """;
    labelled("a", "app: x", apart);
    labelled("b", "app: x", apart);
    labelled("c", "app: x", apart);
    labelled("d", "app: x", "");
    labelled("e", "app: y", "");

    assertThat(List.of(nodeOf("a"), nodeOf("b"))).containsExactlyInAnyOrder("worker-1", "worker-2");
    assertThat(cluster.events("c").getFirst())
        .contains("2 node(s) didn't match pod anti-affinity rules. preemption: 0/3");
    assertThat(cluster.events("d").getFirst())
        .contains("2 node(s) didn't satisfy existing pods anti-affinity rules.");
    assertThat(nodeOf("e")).isNotEmpty();
  }

  @Test
  void a_pod_waits_for_its_required_affinity_unless_it_matches_itself() {
    String near =
        """
        affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [
            {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: x}}}]}}\
        """;
    labelled("a", "app: y", near);
    assertThat(cluster.events("a").getFirst())
        .contains("2 node(s) didn't match pod affinity rules. preemption: 0/3");
    labelled("b", "app: x", near);
    cluster.pass(Duration.ofMillis(10));

    assertThat(nodeOf("b")).isNotEmpty();
    assertThat(nodeOf("a")).isEqualTo(nodeOf("b"));
  }

  @Test
  void topology_spread_constraints_are_enforced() {
    String even =
        """
        nodeSelector: {kubernetes.io/hostname: worker-1}
          topologySpreadConstraints: [{maxSkew: 1, topologyKey: %s, whenUnsatisfiable: DoNotSchedule,
            nodeAffinityPolicy: Ignore, nodeTaintsPolicy: Honor,
            labelSelector: {matchLabels: {app: x}}}]\
        """;
    labelled("a", "app: x", even.formatted("kubernetes.io/hostname"));
    labelled("b", "app: x", even.formatted("kubernetes.io/hostname"));
    labelled("c", "app: x", even.formatted("zone"));

    assertThat(nodeOf("a")).isEqualTo("worker-1");
    assertThat(cluster.events("b").getFirst())
        .contains("1 node(s) didn't match pod topology spread constraints,");
    assertThat(cluster.events("c").getFirst())
        .contains(
            "1 node(s) didn't match pod topology spread constraints (missing required label),");
    labelled("d", "app: x", "nodeSelector: {kubernetes.io/hostname: worker-2}");
    cluster.pass(Duration.ofMillis(10));
    assertThat(nodeOf("b")).isEqualTo("worker-1");
  }

  private void labelled(String name, String labels, String spec) {
    cluster.create(
        ResourceTypes.PODS,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: default, labels: {%s}}\nspec:\n"
                .formatted(name, labels)
            + "  containers: [{name: c, image: i}]\n  "
            + spec
            + "\n");
  }
}
