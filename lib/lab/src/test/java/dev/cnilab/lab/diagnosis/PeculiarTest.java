package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about what one node or pod has and no other, in pictures of three nodes. */
class PeculiarTest {

  @AutoClose private static final Cluster CLUSTER = Offline.cluster();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.244.1.2 -A OUTPUT -p udp -m udp --dport 53 -j DNAT --to-destination 192.0.2.53"
            + " | packets-rewritten",
        "10.244.1.2 :OUTPUT DROP [0:0] | packets-dropped",
        "10.244.1.2 rule 9: from all to 10.96.0.0/12 blackhole | routing-rule",
        "10.244.1.2 route blackhole 10.96.0.0/12 | route-blackhole",
        "10.244.1.2 inet 10.244.1.2/8 | pod-address-wrong",
        "10.244.1.2 net.ipv4.ip_default_ttl = 1 | kernel-setting",
      })
  void a_rule_or_route_that_only_one_pod_has_is_found(String line, String cause) {
    assertThat(Pictured.calico(CLUSTER).with(1, "podtables", line).causes())
        .containsExactly(cause + " at node worker-1");
    Pictured everywhere = Pictured.calico(CLUSTER);
    for (int node = 1; node <= 3; node++) {
      everywhere.with(
          node, "podtables", line.replace("10.244.1.2 ", "10.244.%d.2 ".formatted(node)));
    }
    assertThat(everywhere.causes()).hasSize(cause.equals("packets-dropped") ? 3 : 0);
  }

  @Test
  void causes_on_two_nodes_are_both_found() {
    assertThat(
            Pictured.cilium(CLUSTER)
                .with(1, "links", "5: cilium_vxlan: <UP>", "5: cilium_vxlan: <BROADCAST>")
                .with(2, "insides", "eth0@if4: <UP>", "eth0@if4: <BROADCAST>")
                .causes())
        .containsExactlyInAnyOrder(
            "tunnel-down at node worker-1", "pod-link-down at node worker-2");
  }

  @Test
  void two_unreachable_nodes_are_both_found() {
    List<Silence> silences = new ArrayList<>();
    for (String from : List.of("worker-1", "worker-2", "worker-3")) {
      for (String to : List.of("worker-1", "worker-2", "worker-3")) {
        if (!from.equals(to)) {
          silences.add(new Silence(Silence.Kind.POD, from, to, "ping", "100% packet loss"));
        }
      }
    }
    assertThat(asked(Pictured.calico(CLUSTER).picture(), silences))
        .contains("packets-unanswered at node worker-1", "packets-unanswered at node worker-2");
  }

  private static List<String> asked(ClusterPicture picture, List<Silence> silences) {
    return Findings.in(picture.with(silences, List.of())).causes().stream()
        .map(cause -> cause.cause() + " at " + cause.where())
        .toList();
  }

  private static ClusterPicture filtering(String own, String others) {
    return Pictured.calico(CLUSTER)
        .with(1, "filter", own)
        .with(2, "filter", others)
        .with(3, "filter", others)
        .picture();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*nat;-A POSTROUTING -j ACCEPT | *nat | packets-rewritten",
        "*filter;-A FORWARD -j GUARD;-A GUARD -p tcp -m tcp --dport 53 -j DROP | *filter"
            + " | packets-dropped",
        "*nat;-A PREROUTING -d 10.96.0.0/12 -j RETURN | *nat | packets-rewritten",
        "*filter;-A KUBE-FORWARD -p tcp -m tcp --dport 5432 -j DROP | *filter | packets-dropped",
        "*nat;:cali-nat-outgoing - [0:0] | *nat;:cali-nat-outgoing - [0:0];-A cali-nat-outgoing -m"
            + " set --match-set cali40masq-ipam-pools src -j MASQUERADE | masquerade-missing",
        "*filter;:cali-FORWARD - [0:0] | *filter;-A FORWARD -j cali-FORWARD | rules-missing",
      })
  void peculiar_rules_of_a_failing_node_are_reported_before_the_symptom(
      String own, String others, String cause) {
    Silence silence = new Silence(Silence.Kind.OUTSIDE, "worker-1", "", "dig x", "no answer");
    assertThat(asked(filtering(own, others), List.of(silence)))
        .startsWith(cause + " at node worker-1")
        .endsWith("outside-unanswered at node worker-1");
    assertThat(asked(filtering(own, own), List.of(silence)))
        .containsExactly("outside-unanswered at node worker-1");
  }

  @Test
  void a_link_setting_unlike_that_of_other_nodes_is_found_if_something_fails() {
    ClusterPicture strict =
        Pictured.calico(CLUSTER).with(1, "settings", "net.ipv4.conf.eth0.rp_filter = 1").picture();
    assertThat(asked(strict, List.of())).isEmpty();
    assertThat(
            asked(
                strict,
                List.of(new Silence(Silence.Kind.POD, "worker-1", "worker-2", "ping", "none"))))
        .startsWith("kernel-setting at node worker-1");
  }

  @Test
  void a_cluster_without_internet_is_not_a_finding_unless_masquerading_is_off() {
    List<Silence> all =
        Stream.of("worker-1", "worker-2", "worker-3")
            .map(node -> new Silence(Silence.Kind.OUTSIDE, node, "", "dig x", "no answer"))
            .toList();
    assertThat(asked(Pictured.calico(CLUSTER).picture(), all)).isEmpty();
    Pictured routed =
        Pictured.calico(CLUSTER)
            .with("ippools", "{'metadata': {'name': 'pool'}, 'spec': {'natOutgoing': false}}");
    assertThat(asked(routed.picture(), all)).containsExactly("masquerade-missing at ippool pool");
  }

  @Test
  void a_peculiar_default_gateway_is_found_if_it_does_not_answer() {
    Pictured other =
        Pictured.calico(CLUSTER)
            .with(1, "routes", "default via 172.30.0.254", "default via 172.30.0.77")
            .with(2, "upstream", "172.30.0.254 answers");
    assertThat(other.causes()).isEmpty();
    assertThat(other.with(1, "upstream", "172.30.0.254 silent").causes())
        .containsExactly("route-wrong at node worker-1", "outside-unanswered at node worker-1");
  }

  @Test
  void a_pool_without_masquerading_is_found_if_pods_get_no_outside_answer() {
    Pictured routed =
        Pictured.calico(CLUSTER)
            .with("ippools", "{'metadata': {'name': 'pool'}, 'spec': {'natOutgoing': false}}");
    assertThat(routed.causes()).isEmpty();
    assertThat(
            asked(
                routed.picture(),
                List.of(new Silence(Silence.Kind.OUTSIDE, "worker-1", "", "dig x", "no answer"))))
        .startsWith("masquerade-missing at ippool pool");
  }

  @Test
  void a_node_resolver_that_loops_back_to_coredns_is_found() {
    Pictured looped =
        Pictured.calico(CLUSTER)
            .with(1, "upstream", "127.0.0.53 silent")
            .with(
                "configmaps",
                "{'metadata': {'namespace': 'kube-system', 'name': 'coredns'}, 'data': {'Corefile':"
                    + " '.:53 {\\nkubernetes cluster.local\\nforward . /etc/resolv.conf\\n}'}}")
            .withPod(
                "{'metadata': {'name': 'coredns-1', 'namespace': 'kube-system', 'uid': 'c',"
                    + " 'labels': {'k8s-app': 'kube-dns'}}, 'spec': {'nodeName': 'worker-1'},"
                    + " 'status': {'phase': 'Pending'}}")
            .withLog("kube-system/coredns-1", "[FATAL] plugin/loop: Loop (127.0.0.1:1) detected");
    assertThat(looped.causes()).containsExactly("node-resolver at node worker-1");
  }
}
