package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services from their object to the packet; the texts are those of captures of a real cluster. */
class ServiceTest extends ServicesOfKubeProxy {
  private static final String TIMED_OUT =
      "curl: (28) Connection timed out after 5000 milliseconds\n[exit 28]\n";

  @Test
  void the_iptables_rules_of_a_new_node_match_a_real_one() throws IOException {
    assertThat(rulesAtFirst).containsExactlyInAnyOrderElementsOf(saved("node-1.iptables-save"));
    assertThat(rulesAtFirst.stream().filter(line -> !line.contains("-A KUBE-SERVICES -d")))
        .containsExactlyElementsOf(
            saved("node-1.iptables-save").stream()
                .filter(line -> !line.contains("-A KUBE-SERVICES -d"))
                .toList());
  }

  @Test
  void ip6tables_restore_accepts_the_output_of_ip6tables_save() {
    String saved = "ip6tables-save | grep -v '^#'";
    String before = cluster.onNode("worker-1", saved);

    assertThat(cluster.onNode("worker-1", "ip6tables-save | ip6tables-restore 2>&1")).isEmpty();
    assertThat(cluster.onNode("worker-1", saved)).isEqualTo(before);
  }

  @Test
  void ip6tables_has_the_rules_of_kubelet_and_kube_proxy() throws IOException {
    try (InputStream in = ServiceTest.class.getResourceAsStream("node-2.ip6tables-save")) {
      assertThat(ipv6RulesAtFirst).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(tablesAtFirst.lines())
        .containsExactly(
            "table ip mangle",
            "table ip filter",
            "table ip6 mangle",
            "table ip nat",
            "table ip6 nat",
            "table ip6 filter");
  }

  @Test
  void a_service_answers_pods_nodes_and_its_own_backend() {
    assertThat(curl("client", address("web"))).isEqualTo("200\n");
    assertThat(cluster.onNode("worker-2", "curl -sS -m 5 " + address("web")))
        .contains("Welcome to nginx!");
    for (int i = 0; i < 5; i++) {
      assertThat(curl("web-1", address("web"))).isEqualTo("200\n");
    }
  }

  @Test
  void both_pods_of_a_service_get_requests_with_the_client_address() {
    for (int i = 0; i < 20; i++) {
      curl("client", address("web"));
    }
    for (String pod : List.of("web-1", "web-2")) {
      assertThat(cluster.logs(pod).lines())
          .anyMatch(line -> line.startsWith(cluster.pod("client").ip() + " - - "));
    }
  }

  @Test
  void a_service_without_endpoints_is_rejected_in_the_filter_table() {
    service("nobody", "selector: {app: nobody}, ports: [{port: 80}]");
    settle();

    assertThat(rules("worker-1", "filter"))
        .contains(
            "-A KUBE-SERVICES -d %s/32 -p tcp -m comment --comment \"default/nobody has no endpoints\" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"
                .formatted(address("nobody")));
    assertThat(curl("client", address("nobody"))).contains("curl: (7) Failed to connect");
  }

  @Test
  void a_service_port_without_a_listener_is_refused_by_the_pod() {
    service("deaf", "selector: {tier: web}, ports: [{port: 80, targetPort: 8888}]");
    settle();

    assertThat(curl("client", address("deaf"))).contains("curl: (7) Failed to connect");
    assertThat(rules("worker-1", "filter")).noneMatch(line -> line.contains("default/deaf"));
  }

  @Test
  void a_named_target_port_is_looked_up_in_each_pod() {
    service("named", "selector: {tier: web}, ports: [{name: www, port: 8000, targetPort: http}]");
    settle();

    assertThat(curl("client", address("named") + ":8000")).isEqualTo("200\n");
    assertThat(rules("worker-1", "nat"))
        .anyMatch(
            line -> line.contains("\"default/named:www -> " + cluster.pod("web-1").ip() + ":80"));
  }

  @Test
  void a_node_port_answers_on_every_node_and_on_its_loopback() {
    service(
        "outside", "type: NodePort, selector: {app: web-2}, ports: [{port: 80, nodePort: 30080}]");
    settle();

    for (String node : List.of("control-plane", "worker-1", "worker-2")) {
      assertThat(cluster.onNode("control-plane", "curl -sS -m 5 " + node + ":30080"))
          .as(node)
          .contains("Welcome to nginx!");
    }
    assertThat(cluster.onNode("worker-1", "curl -sS -m 5 127.0.0.1:30080"))
        .contains("Welcome to nginx!");
    String chain = "KUBE-EXT-" + chainOf("outside");
    assertThat(rules("worker-1", "nat"))
        .contains(
            "-A KUBE-NODEPORTS -d 127.0.0.0/8 -p tcp -m comment --comment \"default/outside\" -m"
                + " tcp --dport 30080 -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j "
                + chain,
            "-A KUBE-NODEPORTS -p tcp -m comment --comment \"default/outside\" -m tcp --dport 30080"
                + " -j "
                + chain,
            "-A "
                + chain
                + " -m comment --comment \"masquerade traffic for default/outside external"
                + " destinations\" -j KUBE-MARK-MASQ",
            "-A " + chain + " -j KUBE-SVC-" + chainOf("outside"));
  }

  @Test
  void external_traffic_policy_local_keeps_the_client_address() {
    service(
        "near",
        "type: NodePort, externalTrafficPolicy: Local, selector: {app: web-2}, ports: [{port: 80,"
            + " nodePort: 30081}]");
    settle();

    assertThat(cluster.onNode("control-plane", "curl -sS -m 5 worker-2:30081"))
        .contains("Welcome to nginx!");
    assertThat(cluster.logs("web-2").lines()).anyMatch(line -> line.startsWith("172.30.0.11 - - "));
    assertThat(cluster.onNode("control-plane", "curl -sS -m 5 worker-1:30081"))
        .contains("curl: (28)");
    assertThat(rules("worker-1", "filter"))
        .contains(
            "-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment \"default/near has no local"
                + " endpoints\" -m addrtype --dst-type LOCAL -m tcp --dport 30081 -j DROP");
  }

  @Test
  void session_affinity_keeps_a_client_at_one_pod() {
    service("sticky", "sessionAffinity: ClientIP, selector: {tier: web}, ports: [{port: 80}]");
    settle();
    long before = requests("web-1");
    for (int i = 0; i < 12; i++) {
      curl("client", address("sticky"));
    }

    assertThat(requests("web-1") - before).isIn(0L, 12L);
    assertThat(rules("worker-1", "nat"))
        .anyMatch(
            line -> line.contains("-m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-"));
  }

  @Test
  void pods_reach_the_api_at_its_service_address() {
    assertThat(cluster.inPod("client", "curl", "-sS", "-k", "https://10.96.0.1/version"))
        .contains("\n  \"gitVersion\": \"v1.37.2\",\n");
    assertThat(
            cluster.inPod(
                "client", "curl", "-sk", "-A", "program", "https://10.96.0.1/api/v1/nodes"))
        .startsWith("{\"kind\":\"Status\",")
        .contains("\"code\":403")
        .hasLineCount(1);
    String nodes = "https://10.96.0.1/api/v1/nodes";
    assertThat(cluster.inPod("client", "curl", "-sk", "-H", "Accept: application/yaml", nodes))
        .contains("\ncode: 403\n", "\nkind: Status\n");
    assertThat(
            cluster.inPod(
                "client",
                "curl",
                "-sk",
                "-H",
                "Accept: application/vnd.kubernetes.protobuf",
                nodes))
        .contains("Available representations: application/json, application/yaml");
    assertThat(cluster.inPod("client", "curl", "-sS", "-k", "https://kubernetes.default/api"))
        .contains(
            "forbidden: User \\\"system:anonymous\\\" cannot get path \\\"/api\\\"",
            "\"details\": {},\n  \"code\": 403\n}");
    assertThat(cluster.inPod("client", "curl", "-sS", "https://10.96.0.1/version"))
        .startsWith("curl: (60) SSL certificate problem: unable to get local issuer certificate");
    assertThat(
            cluster.inPod(
                "client",
                "sh",
                "-c",
                "curl -sSk -H \"Authorization: Bearer $(cat"
                    + " /var/run/secrets/kubernetes.io/serviceaccount/token)\""
                    + " https://kubernetes.default.svc/api/v1/namespaces/default/pods"))
        .contains(
            "pods is forbidden: User \\\"system:serviceaccount:default:default\\\" cannot list"
                + " resource \\\"pods\\\" in API group \\\"\\\" in the namespace"
                + " \\\"default\\\"");
  }

  @Test
  void services_keep_working_without_kube_proxy_but_new_ones_do_not() {
    web("control-plane", "j-web1");
    cluster.awaitReady("j-web1");
    service("j-old", "selector: {app: j-web1}, ports: [{port: 80}]");
    settle();
    assertThat(curl("client", address("j-old"))).isEqualTo("200\n");
    KubeObject proxy = cluster.removeDaemonSet("kube-system", "kube-proxy");

    assertThat(curl("client", address("j-old"))).isEqualTo("200\n");
    service("j-new", "selector: {app: j-web1}, ports: [{port: 80}]");
    settle();
    assertThat(curl("client", address("j-new"))).endsWith(TIMED_OUT);
    cluster.delete("j-web1");
    cluster.pass(Duration.ofSeconds(5));
    web("control-plane", "j-web1");
    cluster.awaitReady("j-web1");
    assertThat(curl("client", address("j-old")))
        .endsWith(" after 3000 ms: Couldn't connect to server\n[exit 7]\n");
    assertThat(curl("client", cluster.pod("j-web1").ip())).isEqualTo("200\n");
    cluster.onNode("worker-1", "iptables -t nat -F KUBE-SERVICES");
    assertThat(curl("client", address("web"))).endsWith(TIMED_OUT);

    cluster.createAgain(proxy);
    cluster.pass(Duration.ofSeconds(5));
    for (String service : List.of("web", "j-old", "j-new")) {
      assertThat(curl("client", address(service))).as(service).isEqualTo("200\n");
    }
  }

  @Test
  void completely_flushed_rules_are_restored_within_half_a_minute() {
    cluster.onNode(
        "worker-2", "for t in mangle filter nat; do iptables -t $t -F; iptables -t $t -X; done");
    assertThat(rules("worker-2", "nat")).noneMatch(line -> line.startsWith("-A"));

    cluster.pass(Duration.ofSeconds(35));
    assertThat(cluster.onNode("worker-2", "curl -sS -m 5 " + address("web")))
        .contains("Welcome to nginx!");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(rules("worker-2", "filter")).contains("-A INPUT -j KUBE-FIREWALL");
  }

  @Test
  void a_flushed_service_chain_is_restored_within_an_hour() {
    cluster.onNode("worker-2", "iptables -t nat -F KUBE-SERVICES");
    cluster.pass(Duration.ofMinutes(5));
    assertThat(rules("worker-2", "nat")).noneMatch(line -> line.startsWith("-A KUBE-SERVICES"));

    cluster.pass(Duration.ofMinutes(56));
    assertThat(cluster.onNode("worker-2", "curl -sS -m 5 " + address("web")))
        .contains("Welcome to nginx!");
  }
}
