package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.Cluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings in pictures of three nodes with Calico or Cilium, with one line wrong. */
class EveryPluginTest {

  @AutoClose
  private static final Cluster CLUSTER =
      Cluster.fromKubeconfig(
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
          contexts: [{name: c, context: {cluster: c, user: u}}]
          users: [{name: u, user: {}}]
          current-context: c
          """);

  private static final String COREFILE =
      "{'metadata': {'namespace': 'kube-system', 'name': 'coredns'}, 'data': {'Corefile': '%s'}}";

  private static Pictured of(String plugin) {
    return plugin.equals("calico") ? Pictured.calico(CLUSTER) : Pictured.cilium(CLUSTER);
  }

  @ParameterizedTest
  @CsvSource({"calico", "cilium"})
  void nothing_is_found_where_nothing_is_wrong(String plugin) {
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
  void a_pod_whose_resolv_conf_somebody_has_edited_is_named() {
    assertThat(
            of("calico")
                .with(1, "resolvers", "a1 search shop.svc.x nameserver 10.96.0.99")
                .causes())
        .containsExactly("pod-resolver at pod shop/web-1");
    assertThat(of("calico").with(1, "resolvers", "a1 nameserver 10.96.0.10").causes())
        .containsExactly("pod-resolver at pod shop/web-1");
  }

  @Test
  void a_resolv_conf_is_what_dnsconfig_and_dnspolicy_make_it() {
    String further = "a1 search shop.svc.cluster.local nameserver 10.96.0.10 nameserver 192.0.2.1";
    Pictured own =
        of("calico")
            .with(1, "resolvers", further)
            .withFirstPod(
                "\"dnsPolicy\"",
                "\"dnsConfig\": {\"nameservers\": [\"192.0.2.1\"]}, \"dnsPolicy\"");
    assertThat(own.causes()).isEmpty();
    Pictured nodes =
        of("calico")
            .with(1, "resolvers", "a1 nameserver 172.30.0.254")
            .withFirstPod("ClusterFirst", "Default");
    assertThat(nodes.causes()).isEmpty();
  }

  @Test
  void a_line_in_a_pod_s_hosts_that_no_kubelet_has_written_is_named() {
    Pictured edited = of("calico").with(1, "hosts", "u1 127.0.0.1 localhost;u1 10.96.9.9 db");
    assertThat(edited.causes()).containsExactly("pod-hosts at pod shop/web-1");
    Pictured asked =
        of("calico")
            .with(1, "hosts", "u1 127.0.0.1 localhost;u1 192.0.2.9 db")
            .withFirstPod(
                "\"dnsPolicy\"", "\"hostAliases\": [{\"ip\": \"192.0.2.9\"}], \"dnsPolicy\"");
    assertThat(asked.causes()).isEmpty();
  }

  @Test
  void an_alias_for_an_address_that_no_service_has_is_named() {
    Pictured stale =
        of("calico")
            .with("servicecidrs", "{'spec': {'cidrs': ['10.96.0.0/12', 'fd00::/108']}}")
            .withFirstPod(
                "\"dnsPolicy\"", "\"hostAliases\": [{\"ip\": \"10.96.9.9\"}], \"dnsPolicy\"");
    assertThat(stale.causes()).containsExactly("name-settings-stale at pod shop/web-1");
  }

  @ParameterizedTest
  @CsvSource({
    "db.shop.svc.cluster.lokal, 1",
    "db.shop.svc.cluster.local, 0",
    "db.shup.svc.cluster.local, 1",
    "db.example.com, 0",
  })
  void a_service_that_stands_for_a_name_that_is_not_there_is_named(String name, int found) {
    Pictured seen =
        of("calico")
            .with("services", "{'metadata': {'namespace': 'shop', 'name': 'db'}}")
            .with(
                "services",
                "{'metadata': {'namespace': 'shop', 'name': 'old'}, 'spec': {'type':"
                    + " 'ExternalName', 'externalName': '%s'}}".formatted(name));
    assertThat(seen.causes()).hasSize(found);
  }

  @Test
  void routes_that_went_with_their_link_come_after_it() {
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
        ".:53 {;kubernetes cluster.loc in-addr.arpa {;}} | dns-configuration at configmap"
            + " kube-system/coredns",
        ".:53 {;kubernetes cluster.local in-addr.arpa {;}} | ",
        "cluster.local:53 {;kubernetes;} |",
        "cluster.lan:53 {;kubernetes;} | dns-configuration at configmap kube-system/coredns",
        "local {;kubernetes;} |",
      })
  void a_corefile_without_the_cluster_s_zone_is_named(String corefile, String cause) {
    Pictured seen =
        of("calico").with("configmaps", COREFILE.formatted(corefile.replace(";", "\\n")));
    assertThat(String.join("", seen.causes())).isEqualTo(cause == null ? "" : cause);
  }

  @Test
  void a_kubelet_with_a_domain_of_its_own_is_named() {
    Pictured seen =
        of("calico")
            .with("configmaps", COREFILE.formatted("kubernetes cluster.local {"))
            .with(1, "kubelet", "cluster.local", "cluster.lan");
    assertThat(seen.causes()).containsExactly("kubelet-dns at node worker-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'from': [{'podSelector': {'matchLabels': {'app': 'frontend'}}}]} | 1",
        "{'ports': [{'port': 8081}]} | 1",
        "{'from': [{'podSelector': {'matchLabels': {'app': 'web'}}}]} | 0",
        "{'from': [{'ipBlock': {'cidr': '192.0.2.0/24'}}]} | 0",
      })
  void a_policy_by_which_nobody_comes_to_a_service_is_named(String rule, int found) {
    Pictured seen =
        of("calico")
            .with(
                "services",
                "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'selector': {'number':"
                    + " 'n1'}, 'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort': 'http'}]}}")
            .withPolicy(
                "{'metadata': {'namespace': 'shop', 'name': 'p'}, 'spec': {'podSelector':"
                    + " {'matchLabels': {'number': 'n1'}}, 'ingress': [%s]}}".formatted(rule));
    assertThat(seen.causes())
        .filteredOn("policy-closes-service at networkpolicy shop/p"::equals)
        .hasSize(found);
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
  void why_a_workload_lacks_pods_is_said(String message, String cause) {
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

  private static final String WEB =
      "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'clusterIP': '10.96.0.7',"
          + " 'selector': {'number': 'n1'}, 'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort':"
          + " 'http'}]}}";

  private static final String SLICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web-1', 'ownerReferences': [{}], 'labels':"
          + " {'kubernetes.io/service-name': 'web'}}, 'endpoints': [{'addresses':"
          + " ['10.244.1.2']}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'ports': [{'port': 80}]} | 1",
        "{'ports': [{'port': 8080}]} | 0",
        "{'ports': [{'port': 443}]} | 0",
      })
  void a_policy_that_allows_a_service_s_port_in_place_of_the_pod_s_is_named(
      String rule, int found) {
    Pictured seen =
        of("calico")
            .with("services", WEB)
            .withPolicy(
                "{'metadata': {'namespace': 'shop', 'name': 'p'}, 'spec': {'podSelector':"
                    + " {'matchLabels': {'number': 'n2'}}, 'policyTypes': ['Egress'], 'egress':"
                    + " [%s]}}".formatted(rule));
    assertThat(seen.causes())
        .filteredOn("policy-service-port at networkpolicy shop/p"::equals)
        .hasSize(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rewrite name web.shop.svc.cluster.local db.shop.svc.cluster.local | 1",
        "rewrite name shop.example.com web.shop.svc.cluster.local | 0",
        "192.0.2.5 web.shop.svc.cluster.local | 1",
        "192.0.2.5 registry.example.com | 0",
        "block net 10.244.1.0/24 | 1",
        "block net 192.0.2.0/24 | 0",
      })
  void a_corefile_that_answers_in_place_of_the_cluster_is_named(String line, int found) {
    Pictured seen =
        of("calico")
            .with("services", WEB)
            .with("endpointslices", SLICE)
            .with(
                "configmaps",
                COREFILE.formatted(".:53 {\\n  kubernetes cluster.local\\n  " + line + "\\n}"));
    assertThat(seen.causes())
        .filteredOn("dns-configuration at configmap kube-system/coredns"::equals)
        .hasSize(found);
  }

  @Test
  void a_server_that_forwards_to_itself_is_named_by_its_last_words() {
    Pictured seen =
        of("calico")
            .withLog(
                "kube-system/coredns-1", "[FATAL] plugin/loop: Loop (127.0.0.1 -> :53) detected");
    assertThat(seen.causes()).containsExactly("dns-configuration at configmap kube-system/coredns");
  }

  @Test
  void a_service_s_chain_that_somebody_has_emptied_is_named() {
    String rules =
        ":KUBE-SVC-A - [0:0];-A KUBE-SERVICES -d 10.96.0.7/32 -j KUBE-SVC-A;-A KUBE-SVC-A -j"
            + " KUBE-SEP-A";
    Pictured seen = of("calico").with("services", WEB).with("endpointslices", SLICE);
    for (int node = 1; node <= 3; node++) {
      seen.with(node, "filter", rules);
    }
    assertThat(seen.causes()).isEmpty();
    seen.with(1, "filter", ";-A KUBE-SVC-A -j KUBE-SEP-A".replace(";", "\n"), "");
    assertThat(seen.causes()).containsExactly("service-rules-missing at node worker-1");
  }

  @ParameterizedTest
  @CsvSource({
    "ImagePullBackOff, image-not-pulled",
    "CrashLoopBackOff, container-failing",
  })
  void why_no_pod_of_a_service_runs_is_said(String reason, String cause) {
    Pictured seen =
        of("calico")
            .with("services", WEB)
            .withFirstPod(
                "\"phase\"",
                "\"containerStatuses\": [{\"name\": \"web\", \"ready\": false, \"state\":"
                    + " {\"waiting\": {\"reason\": \"%s\"}}}], \"phase\"".formatted(reason));
    assertThat(seen.causes()).containsExactly(cause + " at pod shop/web-1");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1"})
  void a_service_whose_workload_somebody_has_scaled_to_nothing_is_left_alone(
      int replicas, int found) {
    Pictured seen =
        of("calico")
            .with(
                "services",
                "{'metadata': {'namespace': 'shop', 'name': 'rest'}, 'spec': {'selector': {'app':"
                    + " 'rest'}}}")
            .with(
                "deployments",
                "{'metadata': {'namespace': 'shop', 'name': 'rest'}, 'spec': {'replicas': %d,"
                        .formatted(replicas)
                    + " 'template': {'metadata': {'labels': {'app': 'rest'}}}}}");
    assertThat(seen.causes()).hasSize(found);
  }

  @Test
  void a_node_s_address_in_a_service_is_named_if_it_takes_the_node_s_own_ports() {
    String edge =
        "{'metadata': {'namespace': 'shop', 'name': 'edge'}, 'spec': {'externalIPs':"
            + " ['172.30.0.2'], 'ports': [{'port': %d}]}}";
    assertThat(of("calico").with("services", edge.formatted(80)).causes()).isEmpty();
    assertThat(of("calico").with("services", edge.formatted(10250)).causes())
        .containsExactly("service-external-ip at service shop/edge");
  }

  @Test
  void a_blackhole_for_services_is_named() {
    Pictured seen =
        of("calico")
            .with("services", WEB)
            .with("endpointslices", SLICE)
            .with(1, "routes", "blackhole 10.244", "blackhole 10.96.0.0/12\nblackhole 10.244");
    assertThat(seen.causes()).containsExactly("route-blackhole at node worker-1");
  }

  @Test
  void an_account_that_may_not_read_any_more_is_named_by_the_agent_s_log() {
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
  void a_control_plane_without_scheduler_is_named_where_it_shows_itself() {
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
  void a_pool_that_is_for_other_nodes_is_named_once_a_pod_waits() {
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
  void a_kubelet_that_does_not_reach_a_pod_speaks_of_the_node_and_what_is_peculiar_there() {
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
  void a_kubelet_that_is_refused_speaks_of_the_workload() {
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
