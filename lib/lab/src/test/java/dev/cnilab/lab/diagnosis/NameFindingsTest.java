package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about DNS, resolv.conf and hosts. */
class NameFindingsTest extends PicturesOfPlugins {
  private static final String COREFILE =
      "{'metadata': {'namespace': 'kube-system', 'name': 'coredns'}, 'data': {'Corefile': '%s'}}";

  @Test
  void an_edited_resolv_conf_of_a_pod_is_found() {
    assertThat(
            of("calico")
                .with(1, "resolvers", "a1 search shop.svc.x nameserver 10.96.0.99")
                .causes())
        .containsExactly("pod-resolver at pod shop/web-1");
    assertThat(of("calico").with(1, "resolvers", "a1 nameserver 10.96.0.10").causes())
        .containsExactly("pod-resolver at pod shop/web-1");
  }

  @Test
  void a_resolv_conf_from_dnsconfig_or_dnspolicy_is_not_a_finding() {
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
  void a_foreign_line_in_the_hosts_file_of_a_pod_is_found() {
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
  void a_host_alias_for_an_unused_service_address_is_found() {
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
  void an_external_name_that_does_not_exist_is_found(String name, int found) {
    Pictured seen =
        of("calico")
            .with("services", "{'metadata': {'namespace': 'shop', 'name': 'db'}}")
            .with(
                "services",
                "{'metadata': {'namespace': 'shop', 'name': 'old'}, 'spec': {'type':"
                    + " 'ExternalName', 'externalName': '%s'}}".formatted(name));
    assertThat(seen.causes()).hasSize(found);
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
  void a_corefile_without_the_zone_of_the_cluster_is_found(String corefile, String cause) {
    Pictured seen =
        of("calico").with("configmaps", COREFILE.formatted(corefile.replace(";", "\\n")));
    assertThat(String.join("", seen.causes())).isEqualTo(cause == null ? "" : cause);
  }

  @Test
  void a_kubelet_with_another_cluster_domain_is_found() {
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
        "rewrite name web.shop.svc.cluster.local db.shop.svc.cluster.local | 1",
        "rewrite name shop.example.com web.shop.svc.cluster.local | 0",
        "192.0.2.5 web.shop.svc.cluster.local | 1",
        "192.0.2.5 registry.example.com | 0",
        "block net 10.244.1.0/24 | 1",
        "block net 192.0.2.0/24 | 0",
      })
  void a_corefile_line_that_overrides_the_cluster_is_found(String line, int found) {
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
  void a_dns_forwarding_loop_is_found_in_the_log() {
    Pictured seen =
        of("calico")
            .withLog(
                "kube-system/coredns-1", "[FATAL] plugin/loop: Loop (127.0.0.1 -> :53) detected");
    assertThat(seen.causes()).containsExactly("dns-configuration at configmap kube-system/coredns");
  }
}
