package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The program of Kubernetes' own tests answers as its documentation says. */
class AgnhostTest extends AgnhostPods {
  @Test
  void netexec_answers_its_information_endpoints() {
    assertThat(ask("/hostname")).isEqualTo("netexec");
    assertThat(ask("/serverport")).isEqualTo("8080");
    assertThat(ask("/echo?msg=a%20b")).isEqualTo("a b");
    assertThat(ask("/healthz")).isEmpty();
    assertThat(ask("/readyz")).isEqualTo("ok");
    assertThat(ask("/clientip")).startsWith("127.0.0.1:");
    assertThat(ask("/envvar?var=NOTHING")).isEqualTo("env var \"NOTHING\" is not set\n");
    assertThat(ask("/header?key=User-Agent")).startsWith("curl/");
  }

  @Test
  void netexec_shell_returns_output_and_error() {
    assertThat(ask("/shell?cmd=echo%20hi")).isEqualTo("{\"output\":\"hi\\n\"}");
    assertThat(ask("/shell?cmd=echo%20no%20%3E%262%3B%20exit%203"))
        .isEqualTo("{\"error\":\"exit status 3\",\"output\":\"no\\n\"}");
  }

  @Test
  void netexec_dial_reaches_others_by_http_and_udp() {
    assertThat(dial("netexec", 8081, "hostname", "udp")).isEqualTo("{\"responses\":[\"netexec\"]}");
    assertThat(dial("netexec", 8081, "echo%20hello", "udp"))
        .isEqualTo("{\"responses\":[\"hello\"]}");
    assertThat(dial("porter", 80, "", "http")).startsWith("request parameter not specified");
    assertThat(dial("porter", 80, "x", "http")).isEqualTo("{\"responses\":[\"foo\"]}");
    assertThat(dial("porter", 81, "x", "udp")).isEqualTo("{\"responses\":[\"bar\"]}");
    assertThat(dial("host", 9376, "x", "udp")).isEqualTo("{\"responses\":[\"host\"]}");
    assertThat(dial("porter", 82, "x", "http")).contains("connect: connection refused\"]}");
    assertThat(dial("porter", 82, "x", "udp")).contains("read: connection refused'\"]}");
    assertThat(dial("porter", 80, "x", "sctp")).isEqualTo("unsupported protocol. sctp\n");
  }

  @Test
  void netexec_rejects_input_that_is_not_http() {
    String ask = "echo hostName | nc -v -t -w 2 " + cluster.pod("netexec").ip() + " 8080";
    assertThat(cluster.inPod("host", "sh", "-c", ask)).contains("HTTP/1.1 400 Bad Request");
    assertThat(
            cluster.inPod(
                "netexec", "sh", "-c", "echo x | nc -w 2 " + cluster.pod("host").ip() + " 9376"))
        .isEqualTo("host");
  }

  @Test
  void test_webserver_serves_the_files_of_its_container() {
    String files = "http://" + cluster.pod("files").ip();
    assertThat(cluster.inPod("netexec", "curl", "-sS", files + "/etc/hostname"))
        .isEqualTo("files\n");
    assertThat(cluster.inPod("netexec", "curl", "-sS", files + "/uploads/nothing"))
        .isEqualTo("404 page not found\n");
    assertThat(cluster.inPod("netexec", "curl", "-sS", files + "/etc/")).contains("hosts</a>");
  }

  @Test
  void entrypoint_tester_prints_its_arguments() {
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.logs("args")).isEqualTo("[/agnhost-2 entrypoint-tester one two words]");
  }

  @Test
  void mounttest_reports_the_file_system_and_new_files() {
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.logs("mounts"))
        .isEqualTo(
            """
            mount type of "/cache": tmpfs
            content of file "/cache/new": mount-tester new file

            perms of file "/cache/new": -rw-rw-rw-
            owner UID of "/cache": 0
            owner GID of "/cache": 0\
            """);
  }

  @Test
  void an_image_volume_shows_the_files_of_its_image() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: gallery}
        spec:
          nodeName: worker-1
          volumes: [{name: picture, image: {reference: 'registry.k8s.io/e2e-test-images/kitten:1.8'}}]
          containers:
          - {name: app, image: busybox, command: [sleep, '3600'], volumeMounts: [{name: picture, mountPath: /volume}]}
        """);
    cluster.awaitReady("gallery");
    assertThat(cluster.inPod("gallery", "cat", "/volume/data.json")).contains("kitten.jpg");
    assertThat(cluster.inPod("gallery", "touch", "/volume/new")).contains("Read-only file system");
  }

  @Test
  void a_kubelet_rejects_a_pod_whose_host_port_is_taken() {
    agnhost("holder", "ports: [{containerPort: 80, hostPort: 21017}]");
    cluster.awaitReady("holder");
    agnhost("other-address", "ports: [{containerPort: 80, hostPort: 21017, hostIP: 127.0.0.1}]");
    agnhost("other-protocol", "ports: [{containerPort: 80, hostPort: 21017, protocol: UDP}]");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.pod("other-protocol").phase()).isEqualTo("Running");
    assertThat(cluster.pod("other-address").object().text("/status/reason")).isEqualTo("NodePorts");
    assertThat(cluster.pod("other-address").object().text("/status/message"))
        .isEqualTo(
            "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the"
                + " requested pod ports");
  }

  @Test
  void a_pod_fails_after_its_active_deadline() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: limited}
        spec:
          activeDeadlineSeconds: 20
          containers: [{name: app, image: nginx}]
        """);
    cluster.awaitReady("limited");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(cluster.pod("limited").phase()).isEqualTo("Failed");
    assertThat(cluster.pod("limited").object().text("/status/reason"))
        .isEqualTo("DeadlineExceeded");
    assertThat(cluster.pod("limited").object().text("/status/message"))
        .isEqualTo("Pod was active on the node longer than the specified deadline");
  }

  @Test
  void a_sidecar_runs_until_the_last_pre_stop_hook_has_run() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: accompanied}
        spec:
          nodeName: worker-1
          initContainers:
          - {name: sidecar, image: 'registry.k8s.io/e2e-test-images/agnhost:2.66.1', restartPolicy: Always, args: [netexec]}
          containers:
          - name: app
            image: registry.k8s.io/pause:3.10.2
            lifecycle: {preStop: {httpGet: {port: 8080, path: '/dial?host=%s&port=8080&request=echo?msg=prestop'}}}
        """
            .formatted(cluster.pod("netexec").ip()));
    cluster.awaitReady("accompanied");
    cluster.delete("accompanied");
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.logs("netexec")).contains("GET /echo?msg=prestop");
  }

  @Test
  void nettest_counts_its_writers() {
    agnhost("counter", "args: [nettest]");
    cluster.awaitReady("counter");
    String url = "http://" + cluster.pod("counter").ip() + ":8080/";
    cluster.inPod(
        "host", "/bin/wget", "-O-", "--post-data={\"Source\": \"prestop\"}", url + "write");
    assertThat(cluster.inPod("netexec", "curl", "-sS", url + "read")).contains("\"prestop\" : 1");
  }

  @Test
  void a_sub_path_expression_cannot_escape_its_volume() {
    for (String path : new String[] {"/etc", "a/../.."}) {
      String name = path.startsWith("/") ? "absolute" : "upwards";
      agnhost(
          name,
          "env: [{name: SUB, value: '%s'}], volumeMounts: [{name: cache, mountPath: /cache, subPathExpr: $(SUB)}]"
              .formatted(path));
      cluster.pass(Duration.ofSeconds(3));
      assertThat(cluster.pod(name).object().at("/status/containerStatuses/0/state/waiting"))
          .asString()
          .contains("CreateContainerConfigError", "must not");
    }
  }

  @Test
  void a_grpc_probe_reports_an_unhealthy_service() {
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.pod("sick").isReady()).isFalse();
    assertThat(cluster.events("sick"))
        .anyMatch(
            event ->
                event
                    .text("/message")
                    .equals(
                        "Readiness probe failed: service unhealthy (responded with"
                            + " \"NOT_SERVING\")"));
  }

  @Test
  void an_http_post_start_hook_is_sent() {
    agnhost(
        "hooked",
        "lifecycle: {postStart: {httpGet: {host: %s, port: 8080, path: '/echo?msg=poststart'}}}"
            .formatted(cluster.pod("netexec").ip()));
    cluster.awaitReady("hooked");
    assertThat(cluster.logs("netexec")).contains("GET /echo?msg=poststart");
  }

  @Test
  void fallback_to_logs_on_error_uses_the_last_output_as_message() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: last-words}
        spec:
          restartPolicy: Never
          containers:
          - {name: app, image: busybox, command: [sh, -c, 'echo -n DONE; exit 1'], terminationMessagePolicy: FallbackToLogsOnError}
        """);
    cluster.pass(Duration.ofSeconds(10));
    assertThat(
            cluster
                .pod("last-words")
                .object()
                .text("/status/containerStatuses/0/state/terminated/message"))
        .isEqualTo("DONE");
  }

  @Test
  void agnhost_rejects_unknown_commands_and_flags() {
    assertThat(cluster.inPod("netexec", "/agnhost", "nothing"))
        .isEqualTo(
            "Error: unknown command \"nothing\" for \"app\"\n"
                + "Run 'app --help' for usage.\n"
                + "[exit 1]\n");
    assertThat(cluster.inPod("netexec", "/agnhost", "connect", "--slowly", "a:1"))
        .isEqualTo("Error: unknown flag: --slowly\n[exit 1]\n");
    assertThat(cluster.inPod("netexec", "/agnhost", "dns-suffix"))
        .isEqualTo("default.svc.cluster.local,svc.cluster.local,cluster.local\n");
  }

  @Test
  void a_write_to_the_guestbook_primary_reaches_its_replica() {
    agnhost("primary", "args: [guestbook, --http-port, '6379']");
    cluster.awaitReady("primary");
    String primary = cluster.pod("primary").ip();
    cluster.inPod("netexec", "curl", "-sS", "http://" + primary + ":6379/set?key=a&value=1");
    agnhost("replica", "args: [guestbook, --http-port, '6379', --replicaof, " + primary + "]");
    cluster.awaitReady("replica");
    String replica = "http://" + cluster.pod("replica").ip() + ":6379";

    assertThat(
            cluster.inPod(
                "netexec", "curl", "-sS", "http://" + primary + ":6379/set?key=b&value=2"))
        .isEqualTo("{\"message\":\"Updated\"}");

    assertThat(cluster.inPod("netexec", "curl", "-sS", replica + "/get"))
        .isEqualTo("{\"data\":{\"a\":\"1\",\"b\":\"2\"}}");
    assertThat(cluster.inPod("netexec", "curl", "-sS", replica + "/get?key=b"))
        .isEqualTo("{\"data\":\"2\"}");
  }

  @Test
  void a_token_verifies_with_the_published_key_of_its_issuer() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: validator}
        spec:
          restartPolicy: Never
          volumes:
          - {name: t, projected: {sources: [{serviceAccountToken: {path: t, audience: me}}]}}
          containers:
          - name: app
            image: registry.k8s.io/e2e-test-images/agnhost:2.66.1
            args: [test-service-account-issuer-discovery, --token-path=/t/t, --audience=me]
            volumeMounts: [{name: t, mountPath: /t}]
        """);
    cluster.pass(Duration.ofSeconds(5));

    assertThat(cluster.pod("validator").object().text("/status/phase")).isEqualTo("Succeeded");
  }
}
