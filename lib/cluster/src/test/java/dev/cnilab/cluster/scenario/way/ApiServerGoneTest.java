package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Without kube-apiserver every part reports it, and recovers with it. */
class ApiServerGoneTest {
  @Test
  void the_cluster_recovers_after_the_api_server_returns() {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand())) {
      cluster.onNode("control-plane", "mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/");
      cluster.pass(Duration.ofSeconds(70));
      assertThat(cluster.journal("worker-1", "kubelet"))
          .anyMatch(
              line ->
                  line.contains("\"Failed to update lease\"")
                      && line.contains("dial tcp 172.30.0.11:6443: connect: connection refused"));
      assertThat(cluster.onNode("control-plane", "cat /var/log/pods/kube-system_kube-sch*/*/*.log"))
          .contains("Leaderelection lost");
      cluster.podOn("worker-1", "late");
      cluster.pass(Duration.ofSeconds(20));
      assertThat(cluster.pod("late").phase()).isEqualTo("Pending");

      cluster.onNode("control-plane", "mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/");
      cluster.await(
          "all of it back",
          Duration.ofMinutes(6),
          () ->
              cluster.pod("late").isReady()
                  && cluster.list(ResourceTypes.PODS).stream()
                      .map(Pod::new)
                      .allMatch(Pod::isReady));
      for (String node : new String[] {"control-plane", "worker-1", "worker-2"}) {
        cluster.awaitNode(node, "True");
      }
    }
  }
}
