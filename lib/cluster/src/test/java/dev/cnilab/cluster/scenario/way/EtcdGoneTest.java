package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Without etcd kube-apiserver refuses all requests, and does not start again. */
class EtcdGoneTest {
  @Test
  void the_api_is_unavailable_while_etcd_is_stopped() {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand())) {
      assertThat(cluster.onNode("control-plane", "ss -ltn | grep -o '[0-9.]*:23[0-9]*' | sort"))
          .isEqualTo("127.0.0.1:2379\n127.0.0.1:2381\n172.30.0.11:2379\n172.30.0.11:2380\n");
      assertThat(cluster.onNode("control-plane", "curl -sk https://127.0.0.1:6443/livez"))
          .isEqualTo("ok");

      cluster.onNode("control-plane", "mv /etc/kubernetes/manifests/etcd.yaml /root/");
      cluster.pass(Duration.ofSeconds(15));
      assertThat(
              cluster.onNode(
                  "control-plane", "curl -sk -w '%{http_code}' https://127.0.0.1:6443/readyz"))
          .contains("[-]etcd failed: reason withheld\n[-]etcd-readiness failed: reason withheld\n")
          .endsWith("readyz check failed\n500");
      cluster.podOn("worker-1", "late");
      cluster.pass(Duration.ofMinutes(1));
      assertThat(cluster.journal("worker-1", "kubelet"))
          .anyMatch(line -> line.contains("\"Failed to update lease\""));
      cluster.onNode("control-plane", "pkill kube-apiserver");
      cluster.pass(Duration.ofSeconds(40));
      assertThat(cluster.onNode("control-plane", "cat /var/log/pods/*apiserver*/*/*.log"))
          .contains("etcd grpc connection not ready: context deadline exceeded");
      assertThat(cluster.pod("late").phase()).isEqualTo("Pending");

      cluster.onNode("control-plane", "mv /root/etcd.yaml /etc/kubernetes/manifests/");
      cluster.await("all of it back", Duration.ofMinutes(6), () -> cluster.pod("late").isReady());
      for (String node : new String[] {"control-plane", "worker-1", "worker-2"}) {
        cluster.awaitNode(node, "True");
      }
    }
  }
}
