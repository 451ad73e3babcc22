package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests of other releases, mirrors and vendors work, or report by name what is missing. */
class ForeignManifestsTest {
  private static final String DIGEST = "sha256:" + "5c".repeat(32);

  /** As in releases before 0.27: no health checks, and cp for the configuration. */
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
  void flannel_of_another_release_and_registry_makes_a_working_network(String daemon, String plugin)
      throws IOException {
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

  /**
   * The project's own Calico manifest, changed as the vendor's variant with VXLAN differs from the
   * vendor's standard one.
   */
  private static String calico(String vxlan) throws IOException {
    try (InputStream own = Cni.class.getResourceAsStream("cni/calico.yaml")) {
      return new String(own.readAllBytes(), StandardCharsets.UTF_8)
          .replace("calico_backend: bird", "calico_backend: vxlan")
          .replace(
              "CALICO_IPV4POOL_IPIP\n          value: Always",
              "CALICO_IPV4POOL_IPIP\n          value: Never")
          .replace(
              "CALICO_IPV4POOL_VXLAN\n          value: Never",
              "CALICO_IPV4POOL_VXLAN\n          value: " + vxlan)
          .replace(", \"-bird-live\"", "")
          .replace(", \"-bird-ready\"", "")
          .replace("quay.io/calico/", "mirror.example.com/vendors/calico/");
    }
  }

  @Test
  void calico_agents_configured_for_typha_are_not_ready_without_it() throws IOException {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(
          calico("Always")
              .replace(
                  "        - name: CALICO_DISABLE_FILE_LOGGING",
                  "        - {name: FELIX_TYPHAK8SSERVICENAME, value: calico-typha}\n"
                      + "        - name: CALICO_DISABLE_FILE_LOGGING"));

      cluster.awaitNode("worker-2", "True");
      cluster.pass(Duration.ofMinutes(1));
      assertThat(cluster.onNode("worker-2", "cat /var/log/pods/*/calico-node/*.log"))
          .contains(
              "Didn't find any ready Typha instances.",
              "Typha discovery enabled but discovery failed.");
      assertThat(cluster.onNode("worker-2", "iptables -S FORWARD")).doesNotContain("cali-FORWARD");
      assertThat(cluster.list(ResourceTypes.EVENTS))
          .anyMatch(
              event ->
                  event
                      .text("/message")
                      .contains("localhost:9099/readiness\": dial tcp 127.0.0.1:9099: connect"));
    }
  }

  @Test
  void calico_with_vxlan_connects_nodes_through_vxlan_calico() throws IOException {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(calico("Always"));

      cluster.awaitNode("worker-2", "True");
      cluster.podOn("worker-1", "one");
      cluster.podOn("worker-2", "two");
      cluster.awaitReady("one");
      cluster.awaitReady("two");
      String other = cluster.pod("two").ip();
      assertThat(cluster.inPod("one", "ping", "-c", "1", other)).contains(" 0% packet loss");
      assertThat(cluster.onNode("worker-1", "ip -d link show vxlan.calico"))
          .contains("mtu 1450", "vxlan id 4096", "dstport 4789", "nolearning");
      assertThat(cluster.onNode("worker-1", "ip route get " + other))
          .contains(" dev vxlan.calico ");
      assertThat(cluster.onNode("worker-1", "ip route"))
          .containsPattern("via \\S+ dev vxlan.calico proto 80 onlink")
          .containsPattern("blackhole \\S+/26 proto 80")
          .doesNotContain("proto bird");
      assertThat(cluster.onNode("worker-1", "bridge fdb show dev vxlan.calico"))
          .containsPattern("66:(\\S\\S:?){5} dst 172.30.0.1\\d self permanent");
      assertThat(cluster.inPod("one", "ip", "link", "show", "eth0")).contains("mtu 1450");
    }
  }

  @Test
  void calico_with_vxlan_cross_subnet_needs_no_tunnel_on_one_subnet() throws IOException {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(calico("CrossSubnet"));

      cluster.awaitNode("worker-2", "True");
      cluster.podOn("worker-1", "one");
      cluster.podOn("worker-2", "two");
      cluster.awaitReady("one");
      cluster.awaitReady("two");
      String other = cluster.pod("two").ip();
      assertThat(cluster.inPod("one", "ping", "-c", "1", other)).contains(" 0% packet loss");
      assertThat(cluster.onNode("worker-1", "ip route get " + other)).contains(" dev eth0 ");
    }
  }

  @Test
  void calico_can_use_host_local_ipam_as_in_canal() throws IOException {
    try (InputStream own = Cni.class.getResourceAsStream("cni/calico.yaml");
        TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(
          new String(own.readAllBytes(), StandardCharsets.UTF_8)
              .replace(
                  "\"type\": \"calico-ipam\"",
                  "\"type\": \"host-local\", \"subnet\": \"usePodCidr\""));
      cluster.awaitNode("worker-2", "True");
      cluster.podOn("worker-2", "one");
      cluster.awaitReady("one");

      String address = cluster.pod("one").ip();
      String range =
          cluster
              .api(client -> client.get(ResourceTypes.NODES, "", "worker-2"))
              .text("/spec/podCIDR");
      assertThat(Ipv4Prefix.parse(range).contains(Ipv4Address.parse(address))).isTrue();
      assertThat(cluster.onNode("worker-2", "ls /var/lib/cni/networks/k8s-pod-network"))
          .contains(address + "\n");
      cluster.delete("one");
      cluster.await(
          "the address to be free",
          Duration.ofMinutes(1),
          () ->
              !cluster
                  .onNode("worker-2", "ls /var/lib/cni/networks/k8s-pod-network")
                  .contains(address + "\n"));
    }
  }

  @Test
  void an_unsupported_agent_ends_with_its_name() {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      agent(cluster, "kindnet", "docker.io/kindest/kindnetd:v20250512-df8de77b", "/bin/kindnetd");
      agent(cluster, "later", "registry.k8s.io/networking/kindnet:v1.0.0", "/bin/kindnetd");
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
      agent(cluster, "config", "quay.io/cilium/cilium:v1.20.0", "cilium-dbg");
      agent(
          cluster,
          "envoy",
          "quay.io/cilium/cilium-envoy:v1.37.5-1782911245-7cffc778c923",
          "/usr/bin/cilium-envoy-starter");

      says(cluster, "kindnet", "kindnetd: not modelled: ");
      says(cluster, "later", "kindnetd: not modelled: ");
      says(cluster, "router", "kube-router: not modelled: ");
      says(cluster, "multus", "thin_entrypoint: not modelled: ");
      says(cluster, "typha", "calico-typha: not modelled: ");
      says(cluster, "config", "cilium-dbg: not modelled: ");
      says(cluster, "envoy", "cilium-envoy-starter: not modelled: ");
    }
  }

  @Test
  void typha_starts_as_a_non_root_user() {
    try (TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      cluster.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: typha}
          spec:
            nodeName: worker-1
            hostNetwork: true
            restartPolicy: Never
            tolerations: [{operator: Exists}]
            securityContext: {fsGroup: 65534}
            containers:
            - name: agent
              image: quay.io/calico/typha:v3.32.1
              securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true}
          """);
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
