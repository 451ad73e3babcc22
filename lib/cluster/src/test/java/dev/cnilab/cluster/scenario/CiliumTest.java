package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.labapi.PacketTracing;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster with Cilium, whose own parts are broken. */
class CiliumTest {
  private static final String DENY_ALL =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: deny-all}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      """;

  @AutoClose private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.CILIUM));
  }

  @Test
  void pods_have_links_with_mtu_1500_and_routes_with_mtu_1450() {
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-1", "near");
    cluster.podOn("worker-2", "b");
    cluster.awaitReady("a");
    cluster.awaitReady("near");
    cluster.awaitReady("b");
    String a = cluster.pod("a").ip();
    String b = cluster.pod("b").ip();

    assertThat(cluster.inPod("a", "ip", "-4", "addr", "show", "eth0"))
        .contains("mtu 1500", a + "/32");
    assertThat(cluster.inPod("a", "ip", "route"))
        .matches(
            "(?s)default via (10\\.0\\.\\d\\.\\d+) dev eth0 mtu 1450 *\n"
                + "\\1 dev eth0 scope link *\n");
    assertThat(cluster.onNode("worker-1", "ip route"))
        .containsPattern("10\\.0\\.\\d\\.0/24 via 10\\.0\\.\\d\\.\\d+ dev cilium_host .*mtu 1450");
    assertThat(cluster.onNode("worker-1", "ip -o link"))
        .contains("cilium_net@cilium_host", "cilium_host@cilium_net", "cilium_vxlan", "lxc");
    assertThat(cluster.inPod("a", "ping", "-c1", "-M", "do", "-s", "1422", b))
        .contains(" 0% packet loss");
    assertThat(cluster.inPod("a", "ping", "-c1", "-M", "do", "-s", "1423", b))
        .contains("message too long, mtu=1450");
    assertThat(cluster.inPod("a", "ping", "-c1", cluster.pod("near").ip()))
        .contains(" 0% packet loss");
    assertThat(cluster.onNode("worker-1", "ping -c1 " + a)).contains(" 0% packet loss");
    assertThat(cluster.onNode("worker-1", "ping -c1 " + b)).contains(" 0% packet loss");
    assertThat(cluster.inPod("a", "nslookup", "kubernetes.default")).contains("10.96.0.1");
    assertThat(cluster.inPod("a", "curl", "-sk", "https://10.96.0.1/version"))
        .contains("gitVersion");
  }

  @Test
  void pods_wait_for_a_missing_agent_and_can_still_be_deleted() {
    cluster.podOn("worker-1", "old");
    cluster.awaitReady("old");
    KubeObject agents = cluster.removeDaemonSet("kube-system", "cilium");
    cluster.podOn("worker-1", "waiting");
    cluster.pass(Duration.ofSeconds(25));
    assertThat(failures("waiting")).isEmpty();
    cluster.pass(Duration.ofSeconds(25));

    assertThat(cluster.readyCondition("worker-1").path("status").asText()).isEqualTo("True");
    assertThat(failures("waiting"))
        .isNotEmpty()
        .allSatisfy(
            message ->
                assertThat(message)
                    .endsWith(
                        "plugin type=\"cilium-cni\" failed (add): unable to connect to Cilium"
                            + " agent: failed to create cilium agent client after 30.000000"
                            + " seconds timeout: Get \"http://localhost/v1/config\": dial unix"
                            + " /var/run/cilium/cilium.sock: connect: no such file or"
                            + " directory\nIs the agent running?"));
    String address = cluster.pod("old").ip();
    cluster.delete("old");
    cluster.await("the old pod gone", Duration.ofSeconds(60), () -> isGone("old"));
    assertThat(cluster.onNode("worker-1", "ls /var/run/cilium/deleteQueue")).contains(".delete");

    cluster.createAgain(agents);
    cluster.await("the pod Ready", Duration.ofSeconds(90), () -> cluster.pod("waiting").isReady());
    assertThat(cluster.onNode("worker-1", "ls /var/run/cilium/deleteQueue")).isEmpty();
    assertThat(cluster.onNode("worker-1", "ip route")).doesNotContain(address + " dev");
  }

  @Test
  void pods_survive_the_agent_and_are_taken_over_by_the_next_one() {
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-2", "b");
    cluster.awaitReady("a");
    cluster.awaitReady("b");
    String router = cluster.onNode("worker-1", "ip -o -4 addr show cilium_host");
    KubeObject agents = cluster.removeDaemonSet("kube-system", "cilium");
    assertThat(ping("a", "b")).contains(" 0% packet loss");

    cluster.createAgain(agents);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.onNode("worker-1", "ip -o -4 addr show cilium_host")).isEqualTo(router);
    assertThat(ping("a", "b")).contains(" 0% packet loss");
    cluster.apply(DENY_ALL);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ping("a", "b")).contains("100% packet loss");
  }

  @Test
  void the_agent_renames_other_configurations_and_restores_its_own() {
    cluster.onNode("worker-1", "echo '{}' > /etc/cni/net.d/00-mine.conf");
    cluster.onNode("worker-1", "mv /etc/cni/net.d/05-cilium.conflist /root/");
    cluster.pass(Duration.ofSeconds(1));

    assertThat(cluster.onNode("worker-1", "ls /etc/cni/net.d"))
        .isEqualTo("00-mine.conf.cilium_bak\n05-cilium.conflist\n");
    assertThat(cluster.onNode("worker-1", "crictl info")).contains("\"lastCNILoadStatus\": \"OK\"");
  }

  @Test
  void a_node_with_a_full_range_fails_new_pods() {
    try (TestCluster bare = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      bare.apply(
          manifest()
              .replace(
                  "cluster-pool-ipv4-mask-size: \"24\"", "cluster-pool-ipv4-mask-size: \"29\""));
      bare.awaitNode("worker-1", "True");
      bare.await("no taint", Duration.ofSeconds(60), () -> bare.taints("worker-1").isEmpty());
      bare.pass(Duration.ofSeconds(10));
      // Of six addresses the router and the health endpoint have two.
      for (int i = 0; i < 5; i++) {
        bare.podOn("worker-1", "pod-" + i);
      }
      bare.pass(Duration.ofSeconds(40));

      assertThat(bare.events())
          .anyMatch(
              event ->
                  event.endsWith(
                      "unable to allocate IP via local cilium agent: [POST /ipam][502]"
                          + " postIpamFailure range is full"));
    }
  }

  @Test
  void a_node_is_tainted_until_its_agent_is_ready() {
    try (TestCluster bare = new TestCluster(ClusterSpec.onDemand().withCni(Cni.NONE))) {
      bare.apply(manifest());
      bare.await(
          "the taint",
          Duration.ofSeconds(30),
          () -> bare.taints("worker-1").contains("node.cilium.io/agent-not-ready:NoSchedule"));
      bare.await("no taint", Duration.ofSeconds(60), () -> bare.taints("worker-1").isEmpty());

      assertThat(bare.get(ResourceTypes.NODES, "worker-1").at("/status/conditions").toString())
          .contains("\"reason\":\"CiliumIsUp\"");
    }
  }

  @Test
  void a_policy_is_enforced_at_the_link_of_the_pod() {
    cluster.podOn("worker-1", "a");
    cluster.podOn("worker-2", "b");
    cluster.awaitReady("a");
    cluster.awaitReady("b");
    cluster.apply(DENY_ALL);
    cluster.pass(Duration.ofSeconds(1));

    JsonNode dropped = trace("a", cluster.pod("b").ip());
    assertThat(dropped.findValuesAsText("reason")).contains("TC_INGRESS");
    assertThat(dropped.toString()).contains("Policy denied, egress");
    assertThat(cluster.inPod("a", "nslookup", "-timeout=1", "kubernetes.default"))
        .contains("timed out");

    cluster.apply(allow("a", "Egress", "egress: [{to: [{podSelector: {matchLabels: {app: b}}}]}]"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(trace("a", cluster.pod("b").ip()).findValuesAsText("reason")).contains("TC_EGRESS");

    cluster.apply(
        allow("b", "Ingress", "ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ping("a", "b")).contains(" 0% packet loss");
    assertThat(ping("b", "a")).contains("100% packet loss");
    assertThat(cluster.pod("b").isReady()).isTrue();

    cluster.apply(
        allow(
            "dns",
            "Egress",
            "egress: [{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app:"
                + " kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]"));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.inPod("a", "nslookup", "kubernetes.default")).contains("10.96.0.1");
  }

  /** A policy for the pods with that label, or for all if it is {@code dns}. */
  private static String allow(String app, String type, String rules) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: allow-%s}
    spec:
      podSelector: {%s}
      policyTypes: [%s]
      %s
    """
        .formatted(app, app.equals("dns") ? "" : "matchLabels: {app: " + app + "}", type, rules);
  }

  private String ping(String from, String to) {
    return cluster.inPod(from, "ping", "-c1", "-W1", cluster.pod(to).ip());
  }

  private JsonNode trace(String pod, String to) {
    NamespaceFinder places =
        new NamespaceFinder(cluster.api(client -> client), name -> cluster.cluster().node(name));
    return new PacketTracing(cluster.cluster().loop(), places)
        .trace(Json.parse("{\"from\":{\"pod\":\"" + pod + "\"},\"to\":\"" + to + "\"}"));
  }

  private boolean isGone(String pod) {
    return cluster.list(ResourceTypes.PODS).stream().noneMatch(each -> each.name().equals(pod));
  }

  private List<String> failures(String pod) {
    return cluster.events(pod).stream()
        .filter(event -> event.text("/reason").equals("FailedCreatePodSandBox"))
        .map(event -> event.text("/message"))
        .toList();
  }

  private static String manifest() {
    try (var resource = Objects.requireNonNull(Cni.class.getResourceAsStream("cni/cilium.yaml"))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException onTheClassPath) {
      throw new UncheckedIOException(onTheClassPath);
    }
  }

  /** Sets a key of cilium-config and replaces the agents. */
  private void configure(String key, String value) {
    cluster.api(
        client -> {
          KubeObject map = client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "cilium-config");
          client.update(
              ResourceTypes.CONFIG_MAPS,
              map.edit(json -> json.withObject("/data").put(key, value)));
          return true;
        });
    cluster.deletePods("k8s-app", "cilium");
    cluster.pass(Duration.ofSeconds(60));
  }

  @Test
  void an_unsupported_configuration_value_ends_the_agent() {
    configure("tunnel-protocol", "geneve");
    assertThat(
            cluster.onNode(
                "worker-1", "cat $(ls -t /var/log/pods/kube-system_cilium-*/cilium-agent/*.log)"))
        .contains(
            "tunnel-protocol: \\\"geneve\\\" is not available on this machine, only \\\"vxlan\\\"");
    configure("tunnel-protocol", "vxlan");
    configure("cluster-pool-ipv4-mask-size", "x");
    assertThat(
            cluster.onNode(
                "worker-1", "cat $(ls -t /var/log/pods/kube-system_cilium-*/cilium-agent/*.log)"))
        .contains("cluster-pool-ipv4-mask-size: \\\"x\\\" is not from 8 to 30");
  }

  @Test
  void disabling_masquerade_removes_its_rules() {
    assertThat(cluster.onNode("worker-1", "iptables-save"))
        .contains("cilium masquerade non-cluster");
    configure("enable-ipv4-masquerade", "false");
    assertThat(cluster.onNode("worker-1", "iptables-save"))
        .contains("cilium-feeder: CILIUM_POST_nat")
        .doesNotContain("cilium masquerade non-cluster");
  }
}
