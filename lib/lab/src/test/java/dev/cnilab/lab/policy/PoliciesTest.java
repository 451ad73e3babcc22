package dev.cnilab.lab.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final Party A = party("a", "default", Map.of("app", "nettest"), "10.244.1.2");
  private static final Party B = party("b", "default", Map.of("app", "nettest"), "10.244.2.2");
  private static final Party WEB = party("web", "default", Map.of("app", "web"), "10.244.2.3");
  private static final Party DNS =
      party("coredns", "kube-system", Map.of("k8s-app", "kube-dns"), "10.244.0.2");

  private static final String DENY_ALL =
      policy(
          "deny-all",
          "{'podSelector':{'matchLabels':{'app':'nettest'}},'policyTypes':['Ingress','Egress']}");

  private static final String ALLOW_DNS =
      policy(
          "allow-dns",
          "{'podSelector':{'matchLabels':{'app':'nettest'}},'policyTypes':['Egress'],'egress':[{'to':["
              + "{'namespaceSelector':{'matchLabels':{'kubernetes.io/metadata.name':'kube-system'}},"
              + "'podSelector':{'matchLabels':{'k8s-app':'kube-dns'}}}],"
              + "'ports':[{'protocol':'UDP','port':53},{'protocol':'TCP','port':53}]}]}");

  private static Party party(String name, String namespace, Map<String, String> labels, String ip) {
    return new Party(
        name,
        namespace,
        labels,
        Map.of("kubernetes.io/metadata.name", namespace),
        ip,
        Map.of("http", 80));
  }

  private static String policy(String name, String spec) {
    return "{'metadata':{'name':'%s','namespace':'default'},'spec':%s}".formatted(name, spec);
  }

  private static Ruling about(Party from, Party to, Port port, String... policies) {
    List<Json> all = Stream.of(policies).map(text -> Json.parse(text.replace('\'', '"'))).toList();
    return new Policies(all, Map.of()).about(from, to, port);
  }

  @Test
  void everything_is_allowed_without_a_policy() {
    assertThat(about(A, B, Port.HTTP))
        .isEqualTo(
            new Ruling(
                true, List.of("egress: no policy isolates a", "ingress: no policy isolates b")));
  }

  @Test
  void an_unapplied_policy_is_added_or_replaces_its_namesake() {
    Policies now = new Policies(List.of(Json.parse(DENY_ALL.replace('\'', '"'))), Map.of());
    assertThat(now.about(A, DNS, Port.DNS).allowed()).isFalse();
    Json more =
        Yaml.parse(
            """
            kind: NetworkPolicy
            metadata: {name: dns-too}
            spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}
            """);
    Ruling then = now.with(List.of(more), "default").about(A, DNS, Port.DNS);
    assertThat(then.allowed()).isTrue();
    assertThat(then.because().getFirst()).isEqualTo("egress: rule 1 of dns-too lets it pass");
    Json instead =
        Yaml.parse(
            """
            kind: NetworkPolicy
            metadata: {name: deny-all}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """);
    assertThat(now.with(List.of(instead), "default").about(A, DNS, Port.DNS).allowed()).isTrue();
    assertThat(now.with(List.of(instead), "other").about(A, DNS, Port.DNS).allowed()).isFalse();
  }

  @Test
  void an_egress_denial_names_the_policy() {
    Ruling ruling = about(A, WEB, Port.HTTP, DENY_ALL);
    assertThat(ruling.allowed()).isFalse();
    assertThat(ruling.because())
        .containsExactly(
            "egress: deny-all isolates a, and no rule lets it pass",
            "ingress: no policy isolates web");
  }

  @Test
  void an_ingress_denial_names_the_policy() {
    assertThat(about(WEB, A, Port.HTTP, DENY_ALL).because())
        .containsExactly(
            "egress: no policy isolates web",
            "ingress: deny-all isolates a, and no rule lets it pass");
  }

  @Test
  void one_allowing_policy_is_enough() {
    assertThat(about(A, DNS, Port.DNS, DENY_ALL).allowed()).isFalse();
    Ruling ruling = about(A, DNS, Port.DNS, DENY_ALL, ALLOW_DNS);
    assertThat(ruling.allowed()).isTrue();
    assertThat(ruling.because().getFirst()).isEqualTo("egress: rule 1 of allow-dns lets it pass");
    assertThat(about(A, DNS, Port.HTTP, DENY_ALL, ALLOW_DNS).allowed()).isFalse();
  }

  @Test
  void both_egress_and_ingress_must_be_allowed() {
    String out =
        policy(
            "out",
            "{'podSelector':{'matchLabels':{'app':'nettest'}},'policyTypes':['Egress'],"
                + "'egress':[{'to':[{'podSelector':{}}]}]}");
    assertThat(about(A, B, Port.HTTP, DENY_ALL, out).allowed()).isFalse();
    assertThat(about(A, WEB, Port.HTTP, DENY_ALL, out).allowed()).isTrue();
  }

  @Test
  void a_rule_may_have_a_named_port_a_range_or_no_port() {
    String template = policy("p", "{'podSelector':{},'ingress':[{'ports':[%s]}]}");
    assertThat(about(A, B, Port.HTTP, template.formatted("{'port':'http'}")).allowed()).isTrue();
    assertThat(about(A, B, Port.HTTP, template.formatted("{'port':'other'}")).allowed()).isFalse();
    assertThat(about(A, B, Port.HTTP, template.formatted("{'port':79,'endPort':81}")).allowed())
        .isTrue();
    assertThat(about(A, B, Port.HTTP, template.formatted("{'protocol':'UDP'}")).allowed())
        .isFalse();
  }

  @Test
  void an_ip_block_may_have_exceptions() {
    String template =
        policy(
            "p",
            "{'podSelector':{},'ingress':[{'from':[{'ipBlock':{'cidr':'10.244.0.0/16','except':['%s']}}]}]}");
    assertThat(about(A, B, Port.HTTP, template.formatted("10.244.9.0/24")).allowed()).isTrue();
    assertThat(about(A, B, Port.HTTP, template.formatted("10.244.1.0/24")).allowed()).isFalse();
  }

  @Test
  void match_expressions_select_pods() {
    String template =
        policy(
            "p",
            "{'podSelector':{'matchExpressions':[{'key':'app','operator':'%s','values':['web']}]},'policyTypes':['Ingress']}");
    assertThat(about(A, WEB, Port.HTTP, template.formatted("In")).allowed()).isFalse();
    assertThat(about(A, WEB, Port.HTTP, template.formatted("NotIn")).allowed()).isTrue();
    assertThat(about(A, WEB, Port.HTTP, template.formatted("Exists")).allowed()).isFalse();
    assertThat(about(A, WEB, Port.HTTP, template.formatted("DoesNotExist")).allowed()).isTrue();
  }
}
