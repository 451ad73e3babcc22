package dev.cnilab.cluster.kubectl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.WholeCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The API server's proxy to a port of a pod or of a service. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class ProxyTest {
  private static final String PODS = "/api/v1/namespaces/default/pods/";
  private static final String SERVICES = "/api/v1/namespaces/default/services/";

  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
    cluster.kubectlWithInput(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: porter, labels: {app: porter}}
        spec:
          containers:
          - name: app
            image: registry.k8s.io/e2e-test-images/agnhost:2.66.1
            args: [porter]
            env:
            - {name: SERVE_PORT_80, value: '<a href="/here">link</a>'}
            - {name: SERVE_PORT_160, value: foo}
            - {name: SERVE_TLS_PORT_443, value: secret}
            ports: [{containerPort: 80}, {name: web, containerPort: 160}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: porter}
        spec:
          selector: {app: porter}
          ports:
          - {name: web, port: 81, targetPort: web}
          - {name: tls, port: 443}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: nobody}
        spec:
          selector: {app: nobody}
          ports: [{port: 80}]
        """,
        "apply -f -");
    cluster.kubectl("wait --for=condition=Ready pod/porter --timeout=60s");
    cluster.kubectl("wait --for=jsonpath={.subsets} endpoints/porter --timeout=60s");
  }

  private static String raw(String path) {
    Kubectl answer = cluster.kubectl("get --raw", path);
    return answer.out() + answer.err();
  }

  @Test
  void a_pod_proxy_uses_the_given_port_and_scheme() {
    assertThat(raw(PODS + "porter:160/proxy/")).isEqualTo("foo");
    assertThat(raw(PODS + "http:porter:160/proxy/a/b?c=d")).isEqualTo("foo");
    assertThat(raw(PODS + "https:porter:443/proxy/")).isEqualTo("secret");
  }

  @Test
  void links_in_a_proxied_page_are_rewritten_to_the_proxy() {
    assertThat(raw(PODS + "porter/proxy/"))
        .isEqualTo("<a href=\"" + PODS + "porter/proxy/here\">link</a>");
  }

  @Test
  void a_service_proxy_accepts_a_port_name_or_number() {
    assertThat(raw(SERVICES + "porter:web/proxy/")).isEqualTo("foo");
    assertThat(raw(SERVICES + "porter:81/proxy/")).isEqualTo("foo");
    assertThat(raw(SERVICES + "https:porter:tls/proxy/")).isEqualTo("secret");
  }

  @Test
  void proxy_errors_name_the_peer_and_the_reason() {
    assertThat(raw(PODS + "porter:5/proxy/"))
        .contains("error trying to reach service: dial tcp 10.244.")
        .contains(":5: connect: connection refused");
    assertThat(raw(SERVICES + "nobody/proxy/"))
        .contains("no endpoints available for service \"nobody\"");
    assertThat(raw(SERVICES + "porter:82/proxy/"))
        .contains("no service port 82 found for service \"porter\"");
    assertThat(raw(PODS + "none/proxy/")).contains("pods \"none\" not found");
    assertThat(raw(PODS + "ftp:porter:80/proxy/"))
        .contains("invalid pod request \"ftp:porter:80\"");
  }

  private static String startEndless(String name) {
    cluster.kubectlWithInput(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: NAME}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - name: app
            image: busybox
            command:
            - sh
            - -c
            - (printf 'HTTP/1.1 200 OK\\r\\n\\r\\n'; cat /dev/zero) | nc -l -p 8080
        """
            .replace("NAME", name),
        "apply -f -");
    cluster.kubectl("wait --for=condition=Ready pod/" + name + " --timeout=60s");
    return cluster.kubectl("get pod " + name + " -o jsonpath={.status.podIP}").out();
  }

  @Test
  void an_endless_proxied_response_ends_when_its_client_leaves() throws IOException {
    startEndless("endless");
    Process kubectl = cluster.startKubectl("get --raw " + PODS + "endless:8080/proxy/");
    try {
      assertThat(kubectl.getInputStream().readNBytes(2_000_000)).hasSize(2_000_000);
    } finally {
      kubectl.destroy();
    }
    String connections = ":8080";
    for (int i = 0; connections.contains(":8080") && i < 100; i++) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      connections = cluster.onNode("control-plane", "ss -tn");
    }
    assertThat(connections).doesNotContain(":8080");
  }

  @Test
  void an_http_hook_does_not_wait_for_the_end_of_its_response() {
    String address = startEndless("endless-too");
    cluster.kubectlWithInput(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: hooked}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sleep, '1000']
            lifecycle: {postStart: {httpGet: {host: %s, port: 8080}}}
        """
            .formatted(address),
        "apply -f -");
    assertThat(cluster.kubectl("wait --for=condition=Ready pod/hooked --timeout=20s").out())
        .isEqualTo("pod/hooked condition met\n");
  }

  @Test
  void the_proxy_obeys_the_firewall_of_the_control_plane() {
    cluster.onNode("control-plane", "iptables -I OUTPUT -p tcp --dport 160 -j REJECT");
    try {
      assertThat(raw(PODS + "porter:160/proxy/")).contains("connect: connection refused");
    } finally {
      cluster.onNode("control-plane", "iptables -D OUTPUT -p tcp --dport 160 -j REJECT");
    }
  }
}
