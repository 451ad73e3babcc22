package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.labapi.PacketTracing;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A cluster with Weave, whose own parts are broken. */
class WeaveTest extends WeaveCluster {
  @Test
  void pods_on_two_weave_nodes_share_a_network_with_mtu_1376() {
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-2", "b");
    cluster.awaitReady("a");
    cluster.awaitReady("b");
    cluster.pass(Duration.ofSeconds(10)); // the interval at which peers look for each other
    String b = cluster.pod("b").ip();

    assertThat(cluster.pod("a").ip()).startsWith("10.");
    assertThat(cluster.inPod("a", "ip", "-4", "addr", "show", "eth0"))
        .contains("mtu 1376", cluster.pod("a").ip() + "/12");
    assertThat(cluster.inPod("a", "ip", "route")).contains("10.32.0.0/12 dev eth0");
    assertThat(cluster.inPod("a", "ping", "-c1", "-M", "do", "-s", "1348", b))
        .contains(" 0% packet loss");
    assertThat(cluster.inPod("a", "ping", "-c1", "-M", "do", "-s", "1349", b))
        .contains("message too long, mtu=1376");
    assertThat(cluster.onNode("worker-1", "ping -c1 " + b)).contains(" 0% packet loss");
    assertThat(cluster.inPod("a", "nslookup", "kubernetes.default")).contains("10.96.0.1");
  }

  @Test
  void a_node_port_reaches_pods_on_other_weave_nodes() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          nodeName: worker-1
          containers: [{name: app, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 30080}]
        """);
    cluster.awaitReady("web");
    cluster.pass(Duration.ofSeconds(10));

    assertThat(cluster.onNode("control-plane", "curl -s -m 3 http://172.30.0.13:30080"))
        .contains("Welcome to nginx!");
    assertThat(cluster.onNode("worker-2", "conntrack -L -p tcp 2>/dev/null | grep " + web()))
        .as("Open vSwitch's part of the way is not tracked: one connection, with one port")
        .containsOnlyOnce("src=172.30.0.11")
        .doesNotContain("src=10.36.0.2 dst=" + web());
    assertThat(cluster.onNode("worker-2", "brctl show; ip -d link show type openvswitch"))
        .contains("weave		8000.", "datapath:", "state UNKNOWN")
        .doesNotContain("datapath	");
  }

  private String web() {
    return cluster.pod("web").ip();
  }

  @Test
  void a_node_without_the_weave_agent_stays_ready_while_new_pods_wait() {
    KubeObject agents = cluster.removeDaemonSet("kube-system", "weave-net");
    cluster.podOn("worker-1", "waiting");
    cluster.pass(Duration.ofSeconds(30));

    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
    assertThat(cluster.events("waiting"))
        .anyMatch(
            event ->
                event
                    .text("/message")
                    .matches(
                        "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to"
                            + " setup network for sandbox \"([0-9a-f]{64})\": plugin"
                            + " type=\"weave-net\" name=\"weave\" failed \\(add\\): unable to"
                            + " allocate IP address: Post \"http://127.0.0.1:6784/ip/\\1\": dial"
                            + " tcp 127.0.0.1:6784: connect: connection refused"));

    cluster.createAgain(agents);
    cluster.awaitReady("waiting");
  }

  @Test
  void a_weave_peer_without_addresses_gets_some_from_others() {
    try (TestCluster bare = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      bare.apply(
          resource("cni/weave.yaml")
              .replace(
                  "- name: INIT_CONTAINER",
                  "- name: IPALLOC_RANGE\n"
                      + "          value: 10.32.0.0/28\n"
                      + "        - name: INIT_CONTAINER"));
      bare.awaitNode("worker-1", "True");
      bare.pass(Duration.ofSeconds(30));

      // Of 14 addresses the bridges have three and CoreDNS has two.
      for (int i = 0; i < 9; i++) {
        bare.podOn("worker-1", "pod-" + i);
        bare.awaitReady("pod-" + i);
      }
      bare.podOn("worker-2", "too-many");
      bare.pass(Duration.ofSeconds(60));
      assertThat(bare.pod("too-many").ip()).isEmpty();

      bare.delete("pod-3");
      bare.awaitReady("too-many");
    }
  }

  @Test
  void a_range_that_overlaps_a_route_of_the_node_is_rejected() {
    try (TestCluster bare = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      bare.onNode("worker-1", "ip route add 10.40.0.0/16 via 172.30.0.1");
      bare.apply(resource("cni/weave.yaml"));
      bare.awaitNode("worker-2", "True");
      bare.pass(Duration.ofSeconds(20));

      assertThat(bare.onNode("worker-1", "cat /var/log/pods/kube-system_weave-net-*/weave/*.log"))
          .contains("Network 10.32.0.0/12 overlaps with existing route 10.40.0.0/16 on host");

      bare.onNode("worker-1", "ip route del 10.40.0.0/16");
      bare.podOn("worker-1", "a");
      bare.awaitReady("a");
    }
  }

  @Test
  void weave_enforces_policies_with_iptables_even_within_a_node() {
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-1", "near");
    cluster.podOn("worker-2", "far");
    for (String pod : List.of("a", "near", "far")) {
      cluster.awaitReady(pod);
    }
    cluster.apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny-all}
        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
        """);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ping("a", "near")).contains("100% packet loss");
    assertThat(ping("a", "far")).contains("100% packet loss");
    JsonNode dropped = trace("a", cluster.pod("far").ip());
    assertThat(dropped.findValuesAsText("reason")).contains("NETFILTER_DROP");
    assertThat(dropped.toString()).contains("WEAVE-NPC-EGRESS");
    assertThat(cluster.onNode("worker-1", "ping -c1 " + cluster.pod("a").ip()))
        .contains(" 0% packet loss");

    for (String pod : List.of("near", "far")) {
      cluster.apply(
          allow(pod, "Ingress", "ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]"));
    }
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ping("a", "near")).contains("100% packet loss");

    cluster.apply(allow("a", "Egress", "egress: [{to: [{podSelector: {}}]}]"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ping("a", "near")).contains(" 0% packet loss");
    assertThat(ping("a", "far")).contains(" 0% packet loss");
    assertThat(ping("far", "a")).contains("100% packet loss");
    assertThat(cluster.onNode("worker-1", "iptables -S"))
        .contains(
            "-A WEAVE-NPC -m physdev --physdev-out vethwe-bridge --physdev-is-bridged -j ACCEPT",
            "DefaultAllow ingress isolation for namespace: default");
    assertThat(cluster.onNode("worker-1", "ipset list -n")).contains("weave-");
  }

  private JsonNode trace(String pod, String to) {
    NamespaceFinder places =
        new NamespaceFinder(cluster.api(client -> client), name -> cluster.cluster().node(name));
    return new PacketTracing(cluster.cluster().loop(), places)
        .trace(Json.parse("{\"from\":{\"pod\":\"" + pod + "\"},\"to\":\"" + to + "\"}"));
  }

  private String ping(String from, String to) {
    return cluster.inPod(from, "ping", "-c1", "-W1", cluster.pod(to).ip());
  }

  private static String allow(String app, String type, String rules) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: allow-%s}
    spec:
      podSelector: {matchLabels: {app: %s}}
      policyTypes: [%s]
      %s
    """
        .formatted(app, app, type, rules);
  }

  @Test
  void the_vendor_manifest_of_weave_makes_a_working_network() throws IOException {
    Path manifest = reference().resolve("manifests").resolve("weave.yaml");
    assumeThat(manifest).exists();
    try (TestCluster bare = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      bare.apply(Files.readString(manifest));
      for (String node : List.of("control-plane", "worker-1", "worker-2")) {
        bare.awaitNode(node, "True");
      }
      bare.podOn("worker-1", "a");
      bare.podOn("worker-2", "b");
      bare.awaitReady("a");
      bare.awaitReady("b");
      assertThat(bare.inPod("a", "ping", "-c1", bare.pod("b").ip())).contains(" 0% packet loss");
    }
  }

  private static Path reference() {
    return Path.of(System.getProperty("cnilab.shared", "../shared"), "reference");
  }

  private static String resource(String name) {
    try (var resource = Objects.requireNonNull(Cni.class.getResourceAsStream(name))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException onTheClassPath) {
      throw new UncheckedIOException(onTheClassPath);
    }
  }
}
