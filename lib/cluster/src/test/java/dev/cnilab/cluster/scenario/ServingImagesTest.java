package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images that serve over the network, and probes of them. */
class ServingImagesTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
    cluster.podOn("worker-1", "client");
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: site}
        data:
          default.conf: |
            server {
              listen 8080;
              location /hello { default_type text/plain; return 200 "hello\\n"; }
              location / { root /usr/share/nginx/html; }
            }
        """);
    container("nginx", "image: nginx, readinessProbe: {httpGet: {path: /, port: 80}}");
    container(
        "late",
        "image: nginx, readinessProbe: {httpGet: {path: /ready, port: 80}, periodSeconds: 1}");
    container("sick", "image: nginx, livenessProbe: {tcpSocket: {port: 81}, periodSeconds: 1}");
    container("site", "image: nginx, volumeMounts: [{name: site, mountPath: /etc/nginx/conf.d}]");
    container(
        "httpd",
        "image: busybox, command: [sh, -c, 'mkdir /www; echo here > /www/index.html; httpd -f -p"
            + " 8000 -h /www']");
    container("echo", "image: hashicorp/http-echo, args: ['-text=hi', '-listen=:5678']");
    container("hello", "image: 'nginxdemos/hello:plain-text'");
    container("agnhost", "image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: [netexec]");
    container("curl", "image: curlimages/curl, command: [sleep, '3600']");
    for (String pod :
        List.of("client", "nginx", "site", "httpd", "echo", "hello", "agnhost", "curl")) {
      cluster.awaitReady(pod);
    }
  }

  private static void container(String name, String container) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          volumes: [{name: site, configMap: {name: site}}]
          containers: [{name: app, %s}]
        """
            .formatted(name, container));
  }

  private static String curl(String pod, String rest) {
    return cluster.inPod(
        "client", "curl", "-sS", "-m", "5", "http://" + cluster.pod(pod).ip() + rest);
  }

  @Test
  void each_serving_image_answers_with_its_own_page() {
    assertThat(curl("nginx", "/")).contains("<h1>Welcome to nginx!</h1>");
    assertThat(curl("nginx", "/nothing")).contains("<center><h1>404 Not Found</h1></center>");
    assertThat(curl("site", ":8080/hello")).isEqualTo("hello\n");
    assertThat(curl("site", ":8080/")).contains("Welcome to nginx!");
    assertThat(curl("site", "/")).contains("curl: (7) Failed to connect");
    assertThat(curl("httpd", ":8000/")).isEqualTo("here\n");
    assertThat(curl("echo", ":5678/")).isEqualTo("hi\n");
    assertThat(curl("hello", "/x"))
        .startsWith("Server address: " + cluster.pod("hello").ip() + ":80\nServer name: hello\n")
        .contains("URI: /x\n");
    assertThat(curl("agnhost", ":8080/hostname")).isEqualTo("agnhost");
    assertThat(cluster.inPod("curl", "curl", "-sS", cluster.pod("echo").ip() + ":5678"))
        .isEqualTo("hi\n");
  }

  @Test
  void busybox_httpd_listens_on_the_given_address_and_rejects_other_options() {
    cluster.inPod("httpd", "sh", "-c", "httpd -f -p 127.0.0.1:8001 -h /www &");
    assertThat(cluster.inPod("httpd", "wget", "-qO-", "http://127.0.0.1:8001/"))
        .isEqualTo("here\n");
    assertThat(curl("httpd", ":8001/")).contains("curl: (7) Failed to connect");
    assertThat(cluster.inPod("httpd", "httpd", "-f", "-z"))
        .startsWith("httpd: unrecognized option: z\nUsage: httpd ")
        .endsWith("[exit 1]\n");
    assertThat(cluster.inPod("httpd", "httpd", "-p", "8002"))
        .isEqualTo("httpd: without -f is not available on this machine\n[exit 1]\n");
    assertThat(cluster.inPod("httpd", "httpd", "-f", "-p", "x:80"))
        .isEqualTo("httpd: bad address 'x:80'\n[exit 1]\n");
  }

  @Test
  void agnhost_connect_prints_the_reason_of_a_failure() {
    String ip = cluster.pod("agnhost").ip();
    assertThat(cluster.inPod("agnhost", "/agnhost", "connect", ip + ":8080")).isEmpty();
    assertThat(cluster.inPod("agnhost", "/agnhost", "connect", ip + ":81"))
        .isEqualTo("REFUSED\n[exit 1]\n");
    assertThat(cluster.inPod("agnhost", "/agnhost", "connect", "192.0.2.1:80", "--timeout=1s"))
        .isEqualTo("TIMEOUT\n[exit 1]\n");
  }

  @Test
  void nginx_logs_each_request() {
    curl("nginx", "/index.html");

    assertThat(cluster.logs("nginx").lines())
        .anyMatch(
            line ->
                line.matches(
                    "10\\.244\\.1\\.\\d+ - - \\[\\d\\d/Jan/2026:[\\d:]+ \\+0000\\] \"GET"
                        + " /index\\.html HTTP/1\\.1\" 200 615 \"-\" \"curl/[\\d.]+\" \"-\""));
  }

  @Test
  void http_and_tcp_probes_report_the_answers_of_real_servers() {
    assertThat(cluster.pod("late").isReady()).isFalse();
    cluster.inPod("late", "touch", "/usr/share/nginx/html/ready");
    cluster.awaitReady("late");
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.events("late"))
        .anyMatch(
            event ->
                event
                    .text("/message")
                    .equals("Readiness probe failed: HTTP probe failed with statuscode: 404"));
    assertThat(cluster.events("sick"))
        .anyMatch(
            event ->
                event
                    .text("/message")
                    .equals(
                        "Liveness probe failed: dial tcp "
                            + cluster.pod("sick").ip()
                            + ":81: connect: connection refused"));
    assertThat(cluster.pod("sick").object().at("/status/containerStatuses/0/restartCount").asInt())
        .isPositive();
  }
}
