package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The vendor's own manifest, where it lies beside the project, on a cluster without a network. */
class CalicoManifestTest {
  @Test
  void the_unmodified_vendor_manifest_makes_a_working_network() throws Exception {
    Path manifest = beside();
    assumeThat(manifest).as("the vendor's manifest").exists();
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(Files.readString(manifest));

      cluster.awaitNode("worker-2", "True");
      cluster.podOn("worker-1", "one");
      cluster.podOn("worker-2", "two");
      cluster.awaitReady("one");
      cluster.awaitReady("two");
      assertThat(cluster.inPod("one", "ping", "-c", "1", cluster.pod("two").ip()))
          .contains(" 0% packet loss");
      cluster.await(
          "all agents and the controllers ready",
          Duration.ofMinutes(1),
          () -> cluster.list(ResourceTypes.PODS).stream().allMatch(pod -> new Pod(pod).isReady()));
    }
  }

  private static Path beside() {
    return Path.of(
        System.getProperty("cnilab.shared", "../shared"), "reference", "manifests", "calico.yaml");
  }
}
