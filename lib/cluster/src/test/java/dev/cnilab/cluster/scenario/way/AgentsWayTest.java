package dev.cnilab.cluster.scenario.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * flanneld, kube-proxy and CoreDNS reach the API server within the limits of their pods' accounts
 * and networks.
 */
class AgentsWayTest {
  private static final String DROP = "OUTPUT -p tcp -d 172.30.0.11 --dport 6443 -j DROP";

  private static final List<String> NODES = List.of("control-plane", "worker-1", "worker-2");

  @AutoClose private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand());

  @Test
  void flanneld_crashes_as_forbidden_without_its_role_binding() {
    KubeObject binding =
        cluster.api(c -> c.get(ResourceTypes.CLUSTER_ROLE_BINDINGS, "", "flannel"));
    deleteBinding("flannel");
    restart("kube-flannel", "app=flannel", "worker-1");

    cluster.await(
        "a crash", Duration.ofSeconds(30), () -> agent("app=flannel", "worker-1").restarts() > 0);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(logs("kube-flannel", "kube-flannel"))
        .contains(
            "main.go:251] Failed to create SubnetManager: error retrieving pod spec for"
                + " 'kube-flannel/")
        .contains(
            "is forbidden: User \"system:serviceaccount:kube-flannel:flannel\" cannot get resource"
                + " \"pods\" in API group \"\" in the namespace \"kube-flannel\"");

    create(binding);
    awaitAgent("kube-flannel", "app=flannel", "worker-1");
  }

  @Test
  void a_firewall_before_the_api_server_times_a_new_flanneld_out() {
    cluster.onNode("worker-1", "iptables -I " + DROP);
    cluster.onNode("worker-1", "pkill flanneld");

    cluster.await(
        "a time-out",
        Duration.ofMinutes(2),
        () -> logs("kube-flannel", "kube-flannel").contains("i/o timeout"));
    assertThat(logs("kube-flannel", "kube-flannel"))
        .contains(
            "main.go:251] Failed to create SubnetManager: error retrieving pod spec for"
                + " 'kube-flannel/")
        .contains(
            "Get \"https://10.96.0.1:443/api/v1/namespaces/kube-flannel/pods/kube-flannel-ds-")
        .contains("\": dial tcp 10.96.0.1:443: i/o timeout");
    assertThat(dropped()).isPositive();

    cluster.onNode("worker-1", "iptables -D " + DROP);
    awaitAgent("kube-flannel", "app=flannel", "worker-1");
  }

  @Test
  void kube_proxy_catches_up_after_it_was_cut_off_from_the_api() {
    cluster.onNode("worker-1", "iptables -I " + DROP);
    cluster.pass(Duration.ofSeconds(50));
    assertThat(logs("kube-system", "kube-proxy"))
        .contains("\"Warning: watch ended with error\"")
        .contains("http2: client connection lost");

    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: late}
        spec: {clusterIP: 10.96.7.7, selector: {app: nobody}, ports: [{port: 80}]}
        """);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.onNode("worker-1", "iptables-save")).doesNotContain("10.96.7.7");

    cluster.onNode("worker-1", "iptables -D " + DROP);
    cluster.await(
        "the rule",
        Duration.ofSeconds(40),
        () -> cluster.onNode("worker-1", "iptables-save").contains("10.96.7.7"));
  }

  @Test
  void a_new_kube_proxy_without_its_role_binding_waits_for_its_node() {
    KubeObject binding =
        cluster.api(c -> c.get(ResourceTypes.CLUSTER_ROLE_BINDINGS, "", "kubeadm:node-proxier"));
    deleteBinding("kubeadm:node-proxier");
    restart("kube-system", "k8s-app=kube-proxy", "worker-1");

    cluster.pass(Duration.ofSeconds(10));
    assertThat(logs("kube-system", "kube-proxy"))
        .containsPattern(
            " reflector.go:227\\] \"Failed to watch\" err=\"failed to"
                + " list \\*v1.Node: nodes \\\\\"worker-1\\\\\" is forbidden: User"
                + " \\\\\"system:serviceaccount:kube-system:kube-proxy\\\\\" cannot list resource"
                + " \\\\\"nodes\\\\\" in API group \\\\\"\\\\\" at the cluster scope\""
                + " logger=\"UnhandledError\" reflector=");
    assertThat(agent("k8s-app=kube-proxy", "worker-1").restarts()).isZero();

    create(binding);
    awaitAgent("kube-system", "k8s-app=kube-proxy", "worker-1");
  }

  @Test
  void a_new_coredns_without_its_role_binding_is_not_ready() {
    KubeObject binding =
        cluster.api(c -> c.get(ResourceTypes.CLUSTER_ROLE_BINDINGS, "", "system:coredns"));
    deleteBinding("system:coredns");
    for (String node : NODES) {
      cluster.onNode(node, "pkill coredns");
    }
    cluster.pass(Duration.ofSeconds(20));

    String log =
        NODES.stream()
            .map(node -> cluster.onNode(node, "cat /var/log/pods/*/coredns/*.log"))
            .collect(Collectors.joining());
    assertThat(log)
        .contains(
            "[ERROR] plugin/kubernetes: Failed to watch: failed to list *v1.Service: services is"
                + " forbidden: User \"system:serviceaccount:kube-system:coredns\" cannot list"
                + " resource \"services\" in API group \"\" at the cluster scope\n")
        .contains("[WARNING] plugin/kubernetes: starting server with unsynced Kubernetes API\n")
        .contains("[INFO] plugin/ready: Plugins not ready: \"kubernetes\"\n");
    assertThat(
            cluster.list(ResourceTypes.PODS).stream()
                .map(Pod::new)
                .filter(pod -> pod.name().startsWith("coredns"))
                .noneMatch(Pod::isReady))
        .isTrue();

    create(binding);
    cluster.await(
        "CoreDNS",
        Duration.ofMinutes(2),
        () ->
            cluster.list(ResourceTypes.PODS).stream()
                .map(Pod::new)
                .filter(pod -> pod.name().startsWith("coredns"))
                .allMatch(Pod::isReady));
  }

  private long dropped() {
    String counters = cluster.onNode("worker-1", "iptables -L OUTPUT -n -v | grep dpt:6443");
    return Long.parseLong(counters.strip().split(" +")[0]);
  }

  private void deleteBinding(String name) {
    cluster.api(
        client -> {
          client.delete(ResourceTypes.CLUSTER_ROLE_BINDINGS, "", name, DeleteOptions.background());
          return true;
        });
  }

  private void create(KubeObject binding) {
    cluster.api(
        client ->
            client.create(
                ResourceTypes.CLUSTER_ROLE_BINDINGS,
                binding.edit(
                    json -> {
                      json.withObject("/metadata").remove("resourceVersion");
                      json.withObject("/metadata").remove("uid");
                    })));
  }

  private Pod agent(String label, String node) {
    return agents(label, node).getLast();
  }

  private List<Pod> agents(String label, String node) {
    String[] pair = label.split("=");
    return cluster.list(ResourceTypes.PODS).stream()
        .filter(pod -> pair[1].equals(pod.labels().get(pair[0])))
        .map(Pod::new)
        .filter(pod -> pod.nodeName().equals(node))
        .toList();
  }

  private void restart(String namespace, String label, String node) {
    Pod old = agent(label, node);
    cluster.api(
        client -> {
          client.delete(ResourceTypes.PODS, namespace, old.name(), DeleteOptions.background());
          return true;
        });
    cluster.await(
        "another pod",
        Duration.ofSeconds(60),
        () -> agents(label, node).stream().noneMatch(pod -> pod.name().equals(old.name())));
    cluster.await("its container", Duration.ofSeconds(60), () -> !agents(label, node).isEmpty());
  }

  private void awaitAgent(String namespace, String label, String node) {
    cluster.await(
        namespace + " " + label, Duration.ofMinutes(6), () -> agent(label, node).isReady());
  }

  /** The failures in a container's log files, on all nodes. */
  private String logs(String namespace, String container) {
    StringBuilder text = new StringBuilder();
    for (String node : NODES) {
      text.append(
          cluster.onNode(
              node,
              "cat /var/log/pods/%s_*/%s/*.log | grep -E ' (E[0-9]{4}|.*reflector)'"
                  .formatted(namespace, container)));
    }
    return text.toString();
  }
}
