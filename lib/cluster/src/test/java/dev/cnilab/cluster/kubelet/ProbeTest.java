package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Probes of containers. */
class ProbeTest extends ContainersOfANode {
  @Test
  void a_failing_readiness_probe_keeps_the_pod_not_ready() {
    apply(
        "x",
        "Always",
        """
        - name: app
          image: sleeper
          command: [sleep]
          readinessProbe:
            periodSeconds: 2
            exec: {command: [exit, "1"]}
        """);
    node.passSeconds(9);
    assertThat(TestNode.condition(node.pod("x"), "Ready"))
        .isEqualTo("False ContainersNotReady containers with unready status: [app]");
    assertThat(node.pod("x").text("/status/phase")).isEqualTo("Running");
    assertThat(node.events("x"))
        .anyMatch(event -> event.matches("Warning Unhealthy x[4-7] Readiness probe failed:.*"));
  }

  @Test
  void an_http_probe_succeeds_with_status_200() {
    node.listen(8080, "HTTP/1.1 200 OK\r\n\r\nok");
    applyOnHost("httpGet: {path: /health, port: 8080}");
    node.passSeconds(3);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).isEqualTo("True");
  }

  @Test
  void the_host_of_a_probe_is_resolved_on_the_node() {
    node.listen(8080, "HTTP/1.1 200 OK\r\n\r\nok");
    applyOnHost("httpGet: {host: localhost, path: /health, port: 8080}");
    applyOnHost("y", "httpGet: {host: localhost, path: /health, port: 8081}");
    node.passSeconds(3);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).isEqualTo("True");
    assertThat(node.events("y"))
        .anyMatch(
            event ->
                event.endsWith(
                    " Readiness probe failed: Get \"http://localhost:8081/health\": dial tcp"
                        + " 127.0.0.1:8081: connect: connection refused"));
  }

  @Test
  void failed_probes_are_reported_in_the_words_of_go() {
    node.listen(8080, "HTTP/1.1 503 Service Unavailable\r\n\r\n");
    applyOnHost("httpGet: {path: /health, port: 8080}");
    applyOnHost("y", "httpGet: {path: /health, port: 8081}");
    applyOnHost("z", "tcpSocket: {port: 8082}");
    node.passSeconds(3);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).startsWith("False");
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.endsWith(" Readiness probe failed: HTTP probe failed with statuscode: 503"));
    assertThat(node.events("y"))
        .anyMatch(
            event ->
                event.endsWith(
                    " Readiness probe failed: Get \"http://127.0.0.1:8081/health\": dial tcp"
                        + " 127.0.0.1:8081: connect: connection refused"));
    assertThat(node.events("z"))
        .anyMatch(
            event ->
                event.endsWith(
                    " Readiness probe failed: dial tcp 127.0.0.1:8082: connect: connection"
                        + " refused"));
  }

  @Test
  void an_https_probe_needs_a_tls_server() {
    node.listen(8080, "HTTP/1.1 400 Bad Request\r\n\r\n");
    applyOnHost("httpGet: {path: /, port: 8080, scheme: HTTPS}");
    node.passSeconds(3);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).startsWith("False");
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.endsWith(
                    " Readiness probe failed: Get \"https://127.0.0.1:8080/\": http: server gave"
                        + " HTTP response to HTTPS client"));
  }

  @Test
  void a_probe_that_cannot_run_is_reported() {
    apply(
        "x",
        "Always",
        """
        - name: app
          image: sleeper
          command: [sleep]
          livenessProbe:
            periodSeconds: 1
            failureThreshold: 1
            exec: {command: [nosuch]}
        """);
    applyOnHost("y", "tcpSocket: {port: web}");
    applyOnHost("z", "httpGet: {host: nosuch.example, port: 80}");
    node.passSeconds(20);
    assertThat(node.pod("x").at("/status/containerStatuses/0/restartCount").asInt()).isZero();
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.contains("Liveness probe errored and resulted in unknown state: rpc error:")
                    && event.endsWith("exec: \"nosuch\": executable file not found in $PATH"));
    assertThat(node.events("y"))
        .anyMatch(
            event ->
                event.endsWith(
                    " Readiness probe errored and resulted in unknown state: port \"web\" not"
                        + " found"));
    assertThat(node.events("z"))
        .anyMatch(
            event ->
                event.matches(
                    ".* Readiness probe failed: Get \"http://nosuch.example:80/\": dial tcp: lookup"
                        + " nosuch.example on [0-9.]+:53: .*"));
  }

  @Test
  void a_probe_makes_the_kubelet_report_crash_loop_back_off() {
    apply(
        "x",
        "Always",
        """
        - name: app
          image: sleeper
          command: [exit, "1"]
          readinessProbe: {periodSeconds: 2, exec: {command: [exit, "0"]}}
        """);
    node.passSeconds(5);
    assertThat(waiting("x")).isEqualTo("CrashLoopBackOff");
    assertThat(node.pod("x").text("/status/containerStatuses/0/state/waiting/message"))
        .matches("back-off 10s restarting failed container=app pod=x_default\\(.*\\)");
  }

  @Test
  void a_failed_liveness_probe_restarts_the_container() {
    apply(
        "x",
        "Always",
        """
        - name: app
          image: sleeper
          command: [sleep]
          livenessProbe:
            periodSeconds: 2
            failureThreshold: 2
            exec: {command: [exit, "1"]}
        """);
    node.passSeconds(12);
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.matches(
                    "Normal Killing x[12] Container app failed liveness probe, will be restarted"));
    assertThat(node.pod("x").at("/status/containerStatuses/0/restartCount").asInt())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void repeated_liveness_failures_lead_to_crash_loop_back_off() {
    apply(
        "x",
        "Always",
        """
        - name: app
          image: sleeper
          command: [sleep]
          livenessProbe: {periodSeconds: 2, failureThreshold: 2, exec: {command: [exit, "1"]}}
        """);
    node.passSeconds(30);
    assertThat(waiting("x")).isEqualTo("CrashLoopBackOff");
    node.passSeconds(270);
    assertThat(node.pod("x").at("/status/containerStatuses/0/restartCount").asInt())
        .isBetween(4, 8);
  }

  private void applyOnHost(String probe) {
    applyOnHost("x", probe);
  }

  /** Applies a pod in the node's network, whose probe goes to the node unless it names a host. */
  private void applyOnHost(String name, String probe) {
    String complete =
        probe.contains("host:") ? probe : probe.replace("port:", "host: 127.0.0.1, port:");
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          hostNetwork: true
          automountServiceAccountToken: false
          containers:
          - name: app
            image: sleeper
            command: [sleep]
            readinessProbe:
              periodSeconds: 1
              %s
        """
            .formatted(name, complete));
  }
}
