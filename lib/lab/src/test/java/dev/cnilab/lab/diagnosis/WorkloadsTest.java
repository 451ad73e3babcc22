package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.Cluster;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about workloads, Services and CoreDNS in pictures of three healthy nodes. */
class WorkloadsTest {

  @AutoClose private static final Cluster CLUSTER = Offline.cluster();

  private static final String SERVICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'clusterIP': '10.96.3.3',"
          + " 'selector': {'number': 'n1'}, 'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort':"
          + " 8080}]}}";

  private static final String OWN_SLICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web-x', 'labels': {'kubernetes.io/service-name':"
          + " 'web'}, 'ownerReferences': [{'name': 'web'}]}, 'endpoints': [{'addresses':"
          + " ['10.244.1.2']}]}";

  private static Pictured healthy() {
    return Pictured.calico(CLUSTER);
  }

  private static String event(String reason, String message, String time) {
    return """
    {'involvedObject': {'uid': 'u1'}, 'reason': '%s', 'message': '%s', 'lastTimestamp': '%s'}\
    """
        .formatted(reason, message, time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP probe failed with statuscode: 404 | 10:05:00 | liveness-failing at pod shop/web-1",
        "HTTP probe failed with statuscode: 404 | 10:01:00 |",
        "dial tcp 10.244.1.2:80: i/o timeout | 10:05:00 | pod-unreachable at node worker-1",
      })
  void a_container_that_keeps_failing_its_liveness_probe_is_named(
      String message, String time, String found) {
    Pictured restarted =
        healthy()
            .withFirstPod(
                "\"phase\"",
                "\"containerStatuses\": [{\"restartCount\": 2, \"state\": {\"running\":"
                    + " {\"startedAt\": \"2026-01-01T10:04:00Z\"}}}], \"phase\"")
            .with(
                "events",
                event(
                    "Unhealthy", "Liveness probe failed: " + message, "2026-01-01T" + time + "Z"));
    if (found == null) {
      assertThat(restarted.causes()).isEmpty();
    } else {
      assertThat(restarted.causes()).containsExactly(found);
    }
  }

  @ParameterizedTest
  @CsvSource({"10:04:10, 1", "10:20:00, 0"})
  void a_container_that_has_not_outlived_its_last_run_is_named(String now, int found) {
    Pictured restarted =
        healthy()
            .with(
                1,
                "clock",
                String.valueOf(Instant.parse("2026-01-01T" + now + "Z").getEpochSecond()))
            .withFirstPod(
                "\"phase\"",
                "\"containerStatuses\": [{\"restartCount\": 9, \"state\": {\"running\":"
                    + " {\"startedAt\": \"2026-01-01T10:04:00Z\"}}, \"lastState\":"
                    + " {\"terminated\": {\"startedAt\": \"2026-01-01T10:03:50Z\", \"finishedAt\":"
                    + " \"2026-01-01T10:03:59Z\"}}}], \"phase\"")
            .with(
                "events",
                event("Unhealthy", "Liveness probe failed: refused", "2026-01-01T10:02:00Z"));
    assertThat(restarted.causes())
        .hasSize(found)
        .allMatch("liveness-failing at pod shop/web-1"::equals);
  }

  @Test
  void a_container_whose_startup_probe_fails_is_named() {
    Pictured starting =
        healthy()
            .withFirstPod("\"phase\"", "\"containerStatuses\": [{\"started\": false}], \"phase\"")
            .with(
                "events",
                event("Unhealthy", "Startup probe failed: refused", "2026-01-01T10:00:00Z"));
    assertThat(starting.causes()).containsExactly("startup-failing at pod shop/web-1");
  }

  @Test
  void an_init_container_that_does_not_end_is_named_with_its_last_words() {
    Pictured waiting =
        healthy()
            .with("services", SERVICE)
            .withFirstPod("Running", "Pending")
            .withFirstPod(
                "\"phase\"",
                "\"initContainerStatuses\": [{\"name\": \"wait\", \"state\": {\"running\": {}}}],"
                    + " \"phase\"")
            .withLog("shop/web-1", "waiting for cache");
    assertThat(waiting.causes()).contains("init-not-done at pod shop/web-1");
    assertThat(Findings.in(waiting.picture()).inWords()).contains("waiting for cache");
  }

  @ParameterizedTest
  @CsvSource({"10:00:10,", "10:02:00, init-not-done at pod shop/web-1"})
  void an_init_container_of_a_new_version_is_named_only_after_a_while(String now, String found) {
    Pictured waiting =
        healthy()
            .with(
                1,
                "clock",
                String.valueOf(Instant.parse("2026-01-01T" + now + "Z").getEpochSecond()))
            .withFirstPod(
                "\"namespace\"", "\"creationTimestamp\": \"2026-01-01T10:00:00Z\", \"namespace\"")
            .withFirstPod("Running", "Pending")
            .withFirstPod(
                "\"phase\"",
                "\"initContainerStatuses\": [{\"name\": \"wait\", \"state\": {\"running\": {}}}],"
                    + " \"phase\"");
    if (found == null) {
      assertThat(waiting.causes()).doesNotContain("init-not-done at pod shop/web-1");
    } else {
      assertThat(waiting.causes()).contains(found);
    }
  }

  private static final String STUCK =
      "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'replicas': 2}, 'status':"
          + " {'replicas': 2, 'conditions': [{'type': 'ReplicaFailure', 'status': '%s'}]}}";

  @ParameterizedTest
  @CsvSource({"True, pod-security-denies at deployment shop/web", "False,"})
  void a_new_version_whose_pods_are_refused_is_named_while_the_old_one_runs(
      String failure, String found) {
    Pictured stuck =
        healthy()
            .with("deployments", STUCK.formatted(failure))
            .with(
                "events",
                "{'involvedObject': {'namespace': 'shop', 'name': 'web-6f9'}, 'reason':"
                    + " 'FailedCreate', 'message': 'violates PodSecurity'}");
    if (found == null) {
      assertThat(stuck.causes()).isEmpty();
    } else {
      assertThat(stuck.causes()).containsExactly(found);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web, 10.9.9.9, 1",
    "web.shop.svc.cluster.local, 10.9.9.9, 1",
    "web, 10.96.3.3, 0",
    "web.example.com, 10.9.9.9, 0"
  })
  void a_host_alias_that_shadows_a_service_is_named(String name, String address, int found) {
    Pictured shadowed =
        healthy()
            .with("services", SERVICE)
            .with("endpointslices", OWN_SLICE)
            .withFirstPod(
                "\"nodeName\"",
                "\"hostAliases\": [{\"ip\": \"%s\", \"hostnames\": [\"%s\"]}], \"nodeName\""
                    .formatted(address, name));
    assertThat(shadowed.causes())
        .hasSize(found)
        .allMatch(cause -> cause.startsWith("name-shadowed at "));
  }

  @Test
  void a_volume_that_is_not_there_is_named() {
    Pictured waiting =
        healthy()
            .with("services", SERVICE)
            .withFirstPod("Running", "Pending")
            .withFirstPod("\"podIP\": \"10.244.1.2\"", "\"podIP\": \"\"")
            .withFirstPod("\"podIP\":\"10.244.1.2\"", "\"podIP\":\"\"")
            .with("events", event("FailedMount", "configmap x not found", "2026-01-01T10:00:00Z"));
    assertThat(waiting.causes().getFirst()).isEqualTo("volume-missing at pod shop/web-1");
  }

  private static final String UNSCHEDULED =
      """
      {'metadata': {'name': 'new', 'namespace': 'shop', 'uid': 'u1'}, 'spec': {%s}, 'status': {'phase': 'Pending'}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'nodeSelector': {'disk': 'ssd'} | no match | pod-selects-no-node at pod shop/new",
        "'x': 1 | Too many pods | node-pods-full at node worker-1",
        "'x': 1 | Insufficient memory | pod-requests-too-much at pod shop/new",
      })
  void why_no_node_takes_a_pod_is_said(String spec, String message, String found) {
    Pictured pending =
        healthy()
            .withPod(UNSCHEDULED.formatted(spec))
            .with("events", event("FailedScheduling", message, "2026-01-01T10:00:00Z"));
    assertThat(pending.causes()).containsExactly(found);
  }

  @Test
  void endpoints_beside_those_of_the_selector_are_named() {
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
  void an_external_address_that_is_a_pod_s_is_named() {
    Pictured taken =
        healthy()
            .with("services", SERVICE.replace("'ports'", "'externalIPs': ['10.244.2.2'], 'ports'"))
            .with("endpointslices", OWN_SLICE);
    assertThat(taken.causes()).containsExactly("service-external-ip at service shop/web");
  }

  @ParameterizedTest
  @CsvSource({"80, service-headless-port at service shop/web", "8080,"})
  void a_port_that_nobody_translates_is_named(String port, String found) {
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
  void a_corefile_s_plugins_that_answer_in_place_of_the_cluster_s_are_named(
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
  void node_ports_at_no_node_s_address_are_named(String line, int found) {
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
