package dev.cnilab.cluster.scenario;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A cluster with Calico, to break. */
abstract class BrokenCalico {
  @AutoClose TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.CALICO));
  }

  /** Deletes the agent's pod on worker-1; its DaemonSet starts another. */
  void restartAgent() {
    deleteAgent(DeleteOptions.background());
  }

  void deleteAgent(DeleteOptions how) {
    cluster.api(
        client -> {
          KubeObject agent =
              client
                  .list(
                      ResourceTypes.PODS, "kube-system", ListOptions.labels("k8s-app=calico-node"))
                  .stream()
                  .filter(pod -> pod.text("/spec/nodeName").equals("worker-1"))
                  .findFirst()
                  .orElseThrow();
          client.delete(ResourceTypes.PODS, "kube-system", agent.name(), how);
          return true;
        });
  }
}
