package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests of other releases, mirrors and vendors work, or say by name what is missing. */
class ForeignManifestsTest {
  private static final String DIGEST = "sha256:" + "5c".repeat(32);

  /** As releases before 0.27 were: no health checks, and cp for the configuration. */
  private static String flannel(String daemon, String plugin) throws IOException {
    try (InputStream own = Cni.class.getResourceAsStream("cni/kube-flannel.yml")) {
      return new String(own.readAllBytes(), StandardCharsets.UTF_8)
          .replace("ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3", plugin)
          .replace("ghcr.io/flannel-io/flannel:v0.28.10", daemon)
          .replace("        - /opt/bin/install-conf\n", "        - cp\n")
          .replace(
              "        - /etc/kube-flannel/cni-conf.json\n",
              "        - -f\n        - /etc/kube-flannel/cni-conf.json\n")
          .replaceFirst("(?s)        - --healthz-port=8081\n.*?(?=        resources:)", "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/rancher/mirrored-flannelcni-flannel:v0.20.2,"
        + " docker.io/rancher/mirrored-flannelcni-flannel-cni-plugin:v1.1.0",
    "docker.io/flannel/flannel:v0.25.7@DIGEST, docker.io/flannel/flannel-cni-plugin:v1.5.1",
  })
  void flannel_of_another_release_from_another_registry_makes_a_network(
      String daemon, String plugin) throws IOException {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(flannel(daemon.replace("DIGEST", DIGEST), plugin));

      cluster.awaitNode("worker-2", "True");
      cluster.podOn("worker-1", "one");
      cluster.podOn("worker-2", "two");
      cluster.awaitReady("one");
      cluster.awaitReady("two");
      assertThat(cluster.inPod("one", "ping", "-c", "1", cluster.pod("two").ip()))
          .contains(" 0% packet loss");
    }
  }

  @Test
  void an_agent_that_is_not_modelled_says_so_by_its_name() {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      agent(cluster, "kindnet", "docker.io/kindest/kindnetd:v20250512-df8de77b", "/bin/kindnetd");
      agent(
          cluster,
          "router",
          "docker.io/cloudnativelabs/kube-router:v2.5.0",
          "/usr/local/bin/kube-router");
      agent(
          cluster,
          "multus",
          "ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot",
          "/thin_entrypoint");
      agent(cluster, "typha", "quay.io/calico/typha:v3.30.3", "calico-typha");

      says(cluster, "kindnet", "kindnetd: not modelled: ");
      says(cluster, "router", "kube-router: not modelled: ");
      says(cluster, "multus", "thin_entrypoint: not modelled: ");
      says(cluster, "typha", "calico-typha: not modelled: ");
    }
  }

  private static void agent(TestCluster cluster, String name, String image, String program) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          hostNetwork: true
          restartPolicy: Never
          tolerations: [{operator: Exists}]
          containers: [{name: agent, image: '%s', command: [%s]}]
        """
            .formatted(name, image, program));
  }

  private static void says(TestCluster cluster, String pod, String words) {
    cluster.await(
        pod + " to end", Duration.ofMinutes(1), () -> cluster.pod(pod).phase().equals("Failed"));
    assertThat(cluster.logs(pod)).startsWith(words);
  }
}
