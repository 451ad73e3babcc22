package dev.cnilab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.Test;

class ClusterBootTest {
  @Test
  void without_a_cni_the_nodes_are_registered_and_not_ready() {
    long t0 = System.nanoTime();
    try (Cluster cluster = Cluster.start(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      System.err.println("boot " + (System.nanoTime() - t0) / 1000000 + " ms");
      cluster
          .loop()
          .call(
              () -> {
                for (KubeObject pod : cluster.client().list(ResourceTypes.PODS)) {
                  System.err.println(
                      pod.name()
                          + " "
                          + pod.text("/status/phase")
                          + " "
                          + pod.text("/spec/nodeName"));
                }
                for (KubeObject e : cluster.client().list(ResourceTypes.EVENTS)) {
                  System.err.println(
                      e.text("/lastTimestamp")
                          + " x"
                          + e.text("/count")
                          + " "
                          + e.text("/source/component")
                          + " "
                          + e.text("/involvedObject/name")
                          + " "
                          + e.text("/reason")
                          + " "
                          + e.text("/message"));
                }
                System.err.println(cluster.client().get(ResourceTypes.NODES, "", "worker-1"));
                System.err.println(cluster.loop().now());
                return true;
              });
      assertThat(cluster.nodes()).hasSize(3);
    }
  }
}
