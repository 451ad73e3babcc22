package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about Services. */
class ServiceFindingsTest extends PicturesOfPlugins {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'from': [{'podSelector': {'matchLabels': {'app': 'frontend'}}}]} | 1",
        "{'ports': [{'port': 8081}]} | 1",
        "{'from': [{'podSelector': {'matchLabels': {'app': 'web'}}}]} | 0",
        "{'from': [{'ipBlock': {'cidr': '192.0.2.0/24'}}]} | 0",
      })
  void a_policy_that_closes_a_service_is_found(String rule, int found) {
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
        "{'ports': [{'port': 80}]} | 1",
        "{'ports': [{'port': 8080}]} | 0",
        "{'ports': [{'port': 443}]} | 0",
      })
  void a_policy_that_allows_the_service_port_instead_of_the_pod_port_is_found(
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

  @Test
  void an_emptied_chain_of_a_service_is_found() {
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
  void the_reason_why_the_pods_of_a_service_do_not_run_is_found(String reason, String cause) {
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
  void a_service_whose_workload_is_scaled_to_zero_is_not_a_finding(int replicas, int found) {
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
  void an_external_ip_that_takes_a_port_of_the_node_is_found() {
    String edge =
        "{'metadata': {'namespace': 'shop', 'name': 'edge'}, 'spec': {'externalIPs':"
            + " ['172.30.0.2'], 'ports': [{'port': %d}]}}";
    assertThat(of("calico").with("services", edge.formatted(80)).causes()).isEmpty();
    assertThat(of("calico").with("services", edge.formatted(10250)).causes())
        .containsExactly("service-external-ip at service shop/edge");
  }

  @Test
  void a_blackhole_route_for_service_addresses_is_found() {
    Pictured seen =
        of("calico")
            .with("services", WEB)
            .with("endpointslices", SLICE)
            .with(1, "routes", "blackhole 10.244", "blackhole 10.96.0.0/12\nblackhole 10.244");
    assertThat(seen.causes()).containsExactly("route-blackhole at node worker-1");
  }
}
