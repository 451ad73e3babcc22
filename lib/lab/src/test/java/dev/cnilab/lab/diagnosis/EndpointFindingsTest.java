package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about endpoints, addresses and ports of Services. */
class EndpointFindingsTest extends WorkloadPictures {
  @Test
  void manually_added_endpoints_are_found() {
    Pictured kept = healthy().with("services", SERVICE).with("endpointslices", OWN_SLICE);
    assertThat(kept.causes()).isEmpty();
    kept.with(
        "endpointslices",
        OWN_SLICE
            .replace(", 'ownerReferences': [{'name': 'web'}]", "")
            .replace("10.244.1.2", "192.0.2.7"));
    assertThat(kept.causes()).containsExactly("endpoints-added at service shop/web");
  }

  @Test
  void an_external_ip_that_belongs_to_a_pod_is_found() {
    Pictured taken =
        healthy()
            .with("services", SERVICE.replace("'ports'", "'externalIPs': ['10.244.2.2'], 'ports'"))
            .with("endpointslices", OWN_SLICE);
    assertThat(taken.causes()).containsExactly("service-external-ip at service shop/web");
  }

  @ParameterizedTest
  @CsvSource({"80, service-headless-port at service shop/web", "8080,"})
  void a_headless_service_with_a_different_target_port_is_found(String port, String found) {
    Pictured headless =
        healthy()
            .with("services", SERVICE.replace("10.96.3.3", "None").replace("80,", port + ","))
            .with("endpointslices", OWN_SLICE);
    if (found == null) {
      assertThat(headless.causes()).isEmpty();
    } else {
      assertThat(headless.causes()).containsExactly(found);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kubernetes cluster.local | 0",
        "forward . /etc/resolv.conf | 1",
        "kubernetes cluster.local {;namespaces kube-system;} | 1",
        "kubernetes cluster.local {;namespaces kube-system shop;} | 0",
        "hosts {;192.0.2.1 x.example.com;};kubernetes cluster.local | 1",
        "hosts {;192.0.2.1 x.example.com;fallthrough;};kubernetes cluster.local | 0",
        "hosts /etc/hosts example.com {;192.0.2.1 x.example.com;};kubernetes cluster.local | 0",
        "template ANY ANY {;rcode NXDOMAIN;};kubernetes cluster.local | 1",
        "template IN AAAA . {;rcode NOERROR;};kubernetes cluster.local | 0",
        "template IN A example.com {;rcode NXDOMAIN;};kubernetes cluster.local | 0",
        "acl {;block;};kubernetes cluster.local | 1",
        "acl {;block net 192.0.2.0/24;};kubernetes cluster.local | 0",
        "rewrite name regex (.*)\\.shop\\.svc\\.cluster\\.local {1}.x;kubernetes cluster.local | 1",
        "rewrite name suffix .example.com .shop.svc.cluster.local;kubernetes cluster.local | 0",
      })
  void corefile_plugins_that_answer_before_the_kubernetes_plugin_are_found(
      String lines, int found) {
    String corefile = ".:53 {\\n" + lines.replace("\\", "\\\\").replace(";", "\\n") + "\\n}\\n";
    Pictured configured =
        healthy()
            .with("services", SERVICE)
            .with("endpointslices", OWN_SLICE)
            .with(
                "configmaps",
                "{'metadata': {'namespace': 'kube-system', 'name': 'coredns'}, 'data': {'Corefile':"
                    + " '%s'}}".formatted(corefile));
    assertThat(configured.causes())
        .hasSize(found)
        .allMatch("dns-configuration at configmap kube-system/coredns"::equals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodePortAddresses: [127.0.0.0/8] | 1",
        "nodePortAddresses: [172.30.0.0/16] | 0",
        "nodePortAddresses: [primary] | 0",
        "mode: iptables | 0",
      })
  void node_port_addresses_that_match_no_node_are_found(String line, int found) {
    Pictured configured =
        healthy()
            .with("services", SERVICE.replace("'port': 80", "'nodePort': 30080, 'port': 80"))
            .with("endpointslices", OWN_SLICE)
            .with(
                "configmaps",
                "{'metadata': {'namespace': 'kube-system', 'name': 'kube-proxy'}, 'data':"
                    + " {'config.conf': '%s'}}".formatted(line));
    assertThat(configured.causes())
        .hasSize(found)
        .allMatch("proxy-configuration at configmap kube-system/kube-proxy"::equals);
  }
}
