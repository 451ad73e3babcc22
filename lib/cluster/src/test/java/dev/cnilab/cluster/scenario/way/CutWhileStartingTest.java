package dev.cnilab.cluster.scenario.way;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent may lose the API server at any moment of its start; it logs that and starts again. */
class CutWhileStartingTest {
  /** Some segments are answered with a reset, so connections may end at any request. */
  private static final String CUT =
      "OUTPUT -p tcp --dport 6443 -m statistic --mode random --probability %s -j REJECT"
          + " --reject-with tcp-reset";

  @ParameterizedTest
  @ValueSource(strings = {"flannel", "calico", "cilium", "weave", "bridge"})
  void a_node_recovers_from_packet_loss_while_its_agents_start(String cni) {
    try (TestCluster cluster =
        new TestCluster(ClusterSpec.onDemand().withCni(Cni.find(cni).orElseThrow()))) {
      for (String share : new String[] {"0.1", "0.3"}) {
        String rule = CUT.formatted(share);
        cluster.onNode("worker-1", "iptables -I " + rule);
        for (int i = 0; i < 8; i++) {
          deletePods(cluster);
          cluster.pass(Duration.ofSeconds(5));
        }
        cluster.onNode("worker-1", "iptables -D " + rule);
        cluster.pass(Duration.ofMinutes(6));
        cluster.awaitNode("worker-1", "True");
        cluster.podOn("worker-1", "after-" + share.replace(".", "-"));
        cluster.awaitReady("after-" + share.replace(".", "-"));
      }
    }
  }

  /** Replacement pods start at once, whereas crashed containers wait. */
  private static void deletePods(TestCluster cluster) {
    for (KubeObject pod : cluster.podsOn("worker-1")) {
      cluster.api(
          client -> {
            client.delete(ResourceTypes.PODS, pod.namespace(), pod.name(), DeleteOptions.now());
            return true;
          });
    }
  }
}
