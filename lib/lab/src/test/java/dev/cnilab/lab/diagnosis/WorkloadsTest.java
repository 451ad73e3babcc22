package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about workloads, Services and CoreDNS in pictures of three healthy nodes. */
class WorkloadsTest extends WorkloadPictures {
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
  void a_container_that_keeps_failing_its_liveness_probe_is_found(
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
  void a_container_that_has_not_run_longer_than_before_is_still_a_finding(String now, int found) {
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
  void a_failing_startup_probe_is_found() {
    Pictured starting =
        healthy()
            .withFirstPod("\"phase\"", "\"containerStatuses\": [{\"started\": false}], \"phase\"")
            .with(
                "events",
                event("Unhealthy", "Startup probe failed: refused", "2026-01-01T10:00:00Z"));
    assertThat(starting.causes()).containsExactly("startup-failing at pod shop/web-1");
  }

  @Test
  void an_unfinished_init_container_is_found_with_its_last_log_line() {
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
  void an_unfinished_init_container_is_found_only_after_a_while(String now, String found) {
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
  void a_rollout_whose_pods_are_rejected_is_found_while_the_old_version_runs(
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
  void a_host_alias_that_shadows_a_service_is_found(String name, String address, int found) {
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
  void a_missing_volume_is_found() {
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
  void the_reason_why_a_pod_is_unschedulable_is_found(String spec, String message, String found) {
    Pictured pending =
        healthy()
            .withPod(UNSCHEDULED.formatted(spec))
            .with("events", event("FailedScheduling", message, "2026-01-01T10:00:00Z"));
    assertThat(pending.causes()).containsExactly(found);
  }
}
