package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A namespace's labels restrict its pods. */
class PodSecurityTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    for (String level : new String[] {"baseline", "restricted"}) {
      server.create(
          ResourceTypes.NAMESPACES,
          "{metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: %s}}}"
              .formatted(level, level));
      server.create(
          ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: " + level + "}}");
    }
  }

  private static HttpResponse<String> pod(String namespace, String spec) {
    return server.send(
        "POST",
        "/api/v1/namespaces/" + namespace + "/pods",
        "application/yaml",
        "{apiVersion: v1, kind: Pod, metadata: {generateName: p-}, spec: " + spec + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostNetwork: true, hostPID: true | host namespaces (hostNetwork=true, hostPID=true)
          volumes: [{name: v, hostPath: {path: /}}] | hostPath volumes (volume \\"v\\")
          securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]} | forbidden sysctls (net.core.somaxconn)
          """)
  void baseline_rejects_a_pod_with_access_to_its_node(String field, String words) {
    HttpResponse<String> answer =
        pod("baseline", "{" + field + ", containers: [{name: c, image: nginx}]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("violates PodSecurity \\\"baseline:latest\\\": " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          securityContext: {privileged: true} | privileged (container \\"c\\" must not set securityContext.privileged=true)
          securityContext: {capabilities: {add: [NET_ADMIN]}} | non-default capabilities (container \\"c\\" must not include \\"NET_ADMIN\\" in securityContext.capabilities.add)
          ports: [{containerPort: 80, hostPort: 80}] | hostPort (container \\"c\\" uses hostPort 80)
          """)
  void baseline_rejects_a_container_with_privileges(String field, String words) {
    HttpResponse<String> answer =
        pod("baseline", "{containers: [{name: c, image: nginx, " + field + "}]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void baseline_accepts_an_ordinary_pod() {
    assertThat(pod("baseline", "{containers: [{name: c, image: nginx}]}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void restricted_accepts_a_pod_without_any_privileges() {
    HttpResponse<String> answer =
        pod(
            "restricted",
            "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},"
                + " containers: [{name: c, image: nginx, securityContext:"
                + " {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void restricted_names_each_rule_that_a_pod_violates() {
    HttpResponse<String> answer =
        pod("restricted", "{hostIPC: true, containers: [{name: c, image: nginx}]}");

    assertThat(answer.body())
        .contains(
            "host namespaces (hostIPC=true), allowPrivilegeEscalation != false",
            "unrestricted capabilities",
            "runAsNonRoot != true",
            "seccompProfile (pod or container");
  }

  @Test
  void a_violating_workload_is_accepted_with_a_warning() {
    HttpResponse<String> answer =
        server.send(
            "POST",
            "/apis/apps/v1/namespaces/restricted/deployments",
            "application/yaml",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector:"
                + " {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
                + " {containers: [{name: c, image: nginx}]}}}}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Warning").orElse(""))
        .contains("would violate PodSecurity \\\"restricted:latest\\\"");
  }

  @Test
  void an_unknown_pod_security_level_is_rejected() {
    HttpResponse<String> answer =
        server.send(
            "POST",
            "/api/v1/namespaces",
            "application/yaml",
            "{apiVersion: v1, kind: Namespace, metadata: {name: odd, labels:"
                + " {pod-security.kubernetes.io/enforce: strict}}}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("must be one of privileged, baseline, restricted");
  }
}
