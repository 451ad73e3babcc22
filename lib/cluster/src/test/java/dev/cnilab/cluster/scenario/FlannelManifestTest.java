package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vendor's unmodified manifest, on a cluster without a network. */
class FlannelManifestTest {
  private static final List<String> NODES = List.of("control-plane", "worker-1", "worker-2");

  @Test
  void the_flannel_manifest_of_the_project_makes_a_working_network() throws IOException {
    try (InputStream own = Cni.class.getResourceAsStream("cni/kube-flannel.yml")) {
      assertWorks(new String(own.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void the_flannel_manifest_of_the_vendor_makes_a_working_network() throws IOException {
    Path vendors =
        Path.of(
            System.getProperty("cnilab.shared", "../shared"),
            "reference",
            "manifests",
            "kube-flannel.yml");
    assumeThat(vendors).as("the vendor's manifest").exists();

    assertWorks(Files.readString(vendors));
  }

  private static void assertWorks(String manifest) {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      for (String node : NODES) {
        assertThat(cluster.readyCondition(node).path("message").asText())
            .endsWith("Network plugin returns error: cni plugin not initialized");
      }
      cluster.apply(manifest);

      NODES.forEach(node -> cluster.awaitNode(node, "True"));
      cluster.podOn("worker-1", "one");
      cluster.podOn("worker-2", "two");
      cluster.awaitReady("one");
      cluster.awaitReady("two");
      assertThat(cluster.pod("one").ip()).startsWith("10.244.1.");
      assertThat(cluster.pod("two").ip()).startsWith("10.244.2.");
      assertThat(cluster.inPod("one", "ping", "-c", "1", cluster.pod("two").ip()))
          .contains(" ttl=62 ", " 0% packet loss");
    }
  }
}
