package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings in pictures of three nodes with Calico or Cilium, with one line wrong. */
class EveryPluginTest extends PicturesOfPlugins {
  @ParameterizedTest
  @CsvSource({"calico", "cilium"})
  void a_healthy_cluster_has_no_findings(String plugin) {
    assertThat(of(plugin).causes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calico | links | 3: tunl0@NONE: <NOARP,UP> | 3: tunl0@NONE: <NOARP> | tunnel-down",
        "calico | links | 3: tunl0@NONE: <NOARP,UP> mtu 1480 | 3: dummy0: <UP> mtu 1 |"
            + " link-missing",
        "calico | links | 4: cali1@if2: <UP> | 4: cali1@if2: <BROADCAST> | link-loose",
        "calico | links | mtu 1500 | mtu 1300 | uplink-mtu",
        "calico | links | <NOARP,UP> mtu 1480 | <NOARP,UP> mtu 600 | tunnel-mtu",
        "calico | links | 4: cali1@if2: <UP> mtu 1480 | 4: cali1@if2: <UP> mtu 600 | pod-mtu",
        "calico | routes | 10.244.1.2 dev cali1 scope link | 10.9.9.9 dev cali1 | route-missing",
        "calico | routes | 10.244.2.0/26 via 172.30.0.2 | 10.9.9.0/26 via 172.30.0.2 |"
            + " route-missing",
        "calico | routes | 10.244.2.0/26 via 172.30.0.2 | 10.244.2.0/26 via 172.30.0.3 |"
            + " route-wrong",
        "calico | routes | 10.244.1.2 dev | 10.244.2.2 dev lo;10.244.1.2 dev | route-wrong",
        "calico | routes | 10.244.1.2 dev | 172.30.0.2 via 172.30.0.9 dev eth0;10.244.1.2 dev"
            + " | route-wrong",
        "calico | answers | = 1 | = 0 | arp-off",
        "calico | nodename | worker-1 | worker-2 | agent-other-name",
        "calico | addresses | inet 172.30.0.1/24 | inet 172.30.0.7/24 | node-address-missing",
        "cilium | links | 5: cilium_vxlan: <UP> | 5: cilium_vxlan: <BROADCAST> | tunnel-down",
        "cilium | links | 4: cilium_host@cilium_net: <NOARP,UP> | 4: cilium_host@cilium_net:"
            + " <NOARP> | host-link-down",
        "cilium | links | 5: cilium_vxlan: <UP> mtu 1500 | | link-missing",
        "cilium | links | 6: lxc1@if2: <UP> | 6: lxc1@if2: <BROADCAST> | link-loose",
        "cilium | links | 6: lxc1@if2 | 6: lxc_health@if2 | pod-link-missing",
        "cilium | routes | 10.244.2.0/24 via | 10.9.9.0/24 via | route-missing",
        "cilium | insides | eth0@if4: <UP> | eth0@if4: <BROADCAST> | pod-link-down",
        "cilium | insides | 10.244.1.2 ports | 10.244.1.2 -A INPUT -p tcp -j DROP;10.244.1.2 ports"
            + " | packets-dropped",
        "cilium | insides | 10.244.1.2 ports | 10.244.1.2 169.254.1.1 dev eth0 lladdr"
            + " 02:00:00:00:00:77 PERMANENT;10.244.1.2 ports | neighbour-fixed",
        "cilium | insides | 32768\t60999 | 40000\t40001 | ports-few",
        "cilium | insides | 10.244.1.2 | nowhere | pod-address-missing",
        "cilium | pods | via 169.254.1.1 | via 10.244.1.77 | pod-route-wrong",
      })
  void one_line_that_is_wrong_is_found_and_nothing_else(
      String plugin, String section, String piece, String other, String cause) {
    String wrong = (other == null ? "" : other).replace(";", "\n");
    assertThat(of(plugin).with(1, section, piece, wrong).causes())
        .containsExactly(cause + " at node worker-1");
  }

  @Test
  void routes_lost_with_a_link_are_reported_after_the_link() {
    Pictured seen =
        of("cilium")
            .with(1, "insides", "eth0@if4: <UP>", "eth0@if4: <BROADCAST>")
            .with(1, "pods", "10.244.1.2");
    assertThat(seen.causes())
        .containsExactly("pod-link-down at node worker-1", "pod-route-missing at node worker-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed calling webhook \"guard\": no endpoints available | webhook-failing",
        "admission webhook \"guard\" denied the request: no | webhook-denies",
        "pods \"web-1-x\" is forbidden: exceeded quota: q | quota-exceeded",
        "pods \"web-1-x\" is forbidden: violates PodSecurity | pod-security-denies",
      })
  void the_reason_why_a_workload_has_no_pods_is_found(String message, String cause) {
    Pictured seen =
        of("calico")
            .with(
                "services",
                "{'metadata': {'namespace': 'shop', 'name': 'late'}, 'spec': {'selector': {'app':"
                    + " 'late'}}}")
            .with(
                "deployments",
                "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'replicas': 1,"
                    + " 'template': {'metadata': {'labels': {'app': 'late'}}}}, 'status':"
                    + " {'replicas': 0}}")
            .with(
                "events",
                "{'reason': 'FailedCreate', 'involvedObject': {'namespace': 'shop', 'name':"
                    + " 'web-5f'}, 'message': '%s'}".formatted(message.replace("\"", "")));
    assertThat(seen.causes())
        .containsExactly(
            cause + " at deployment shop/web", "service-without-pods at service shop/late");
  }

  @Test
  void an_account_without_read_access_is_found_in_the_log_of_its_agent() {
    String line = "pods is forbidden: User \"system:serviceaccount:kube-system:x\" cannot list";
    Pictured dns = of("calico").withLog("kube-system/coredns-1", line);
    assertThat(dns.causes()).containsExactly("dns-unauthorized at deployment kube-system/coredns");
    Pictured proxy =
        of("calico")
            .withPod(
                "{'metadata': {'namespace': 'kube-system', 'name': 'kube-proxy-1', 'uid': 'u9',"
                    + " 'ownerReferences': [{'name': 'kube-proxy'}]}, 'spec': {'hostNetwork':"
                    + " true}, 'status': {'conditions': [{'type': 'Ready', 'status': 'True'}]}}")
            .withLog("kube-system/kube-proxy-1", line);
    assertThat(proxy.causes())
        .containsExactly("proxy-forbidden at daemonset kube-system/kube-proxy");
  }

  @Test
  void a_missing_scheduler_is_found_on_the_control_plane_node() {
    String server =
        "{'metadata': {'namespace': 'kube-system', 'name': '%1$s', 'uid': '%1$s', 'labels':"
            + " {'component': '%1$s'}}, 'spec': {'nodeName': 'worker-1', 'hostNetwork': true},"
            + " 'status': {'conditions': [{'type': 'Ready', 'status': 'True'}]}}";
    Pictured seen =
        of("calico")
            .withPod(server.formatted("kube-apiserver"))
            .withPod(server.formatted("kube-controller-manager"));
    assertThat(seen.causes()).containsExactly("scheduler-not-running at node worker-1");
  }

  @Test
  void an_ip_pool_for_other_nodes_is_found_once_a_pod_waits() {
    String pool = "{'metadata': {'name': 'default'}, 'spec': {'nodeSelector': 'zone == 1'}}";
    assertThat(of("calico").with("ippools", pool).causes()).isEmpty();
    Pictured seen =
        of("calico")
            .with("ippools", pool)
            .withStuck(
                "plugin type=\"calico\" failed (add): no configured Calico pools for node"
                    + " worker-1");
    assertThat(seen.causes()).containsExactly("pool-for-other-nodes at ippool default");
  }

  @Test
  void a_probe_timeout_points_to_the_node_and_its_peculiarities() {
    Pictured seen =
        of("calico")
            .withFirstPod("\"status\":\"True\"", "\"status\":\"False\"")
            .withFirstPod("\"name\":\"web\"", "\"readinessProbe\": {}, \"name\":\"web\"")
            .with(
                "events",
                "{'involvedObject': {'uid': 'u1'}, 'message': 'Readiness probe failed: dial tcp"
                    + " 10.244.1.2:8080: i/o timeout'}");
    assertThat(seen.causes()).containsExactly("pod-unreachable at node worker-1");
    assertThat(seen.with(1, "kernel", "= 0", "= 8").causes())
        .containsExactly("kernel-setting at node worker-1", "pod-unreachable at node worker-1");
    assertThat(seen.with(1, "filter", "-A WEAVE-NPC -j DROP").causes())
        .startsWith("packets-dropped at node worker-1");
  }

  @Test
  void a_refused_probe_points_to_the_pod() {
    Pictured seen =
        of("calico")
            .withFirstPod("\"status\":\"True\"", "\"status\":\"False\"")
            .withFirstPod("\"name\":\"web\"", "\"readinessProbe\": {}, \"name\":\"web\"")
            .with(
                "events",
                "{'involvedObject': {'uid': 'u1'}, 'message': 'Readiness probe failed: dial tcp"
                    + " 10.244.1.2:8080: connect: connection refused'}");
    assertThat(seen.causes()).containsExactly("readiness-failing at pod shop/web-1");
  }
}
