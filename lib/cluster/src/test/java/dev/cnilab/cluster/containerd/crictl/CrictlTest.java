package dev.cnilab.cluster.containerd.crictl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.CriRequests;
import dev.cnilab.cluster.containerd.RuntimeNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CrictlTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.flannel();

  @Test
  void crictl_info_prints_the_same_as_on_a_real_node() throws Exception {
    try (InputStream captured = getClass().getResourceAsStream("crictl-info.json")) {
      assertThat(node.sh("crictl info"))
          .isEqualTo(new String(captured.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void crictl_lists_pods_and_containers_youngest_first() {
    String first = node.pod("a");
    node.loop().advance(Duration.ofSeconds(90));
    String second = node.pod("nettest-with-a-long-name");
    node.container(second, CriRequests.sleeping("sleep", "86400"));
    node.loop().advance(Duration.ofSeconds(2));

    assertThat(node.sh("crictl pods"))
        .isEqualTo(
            """
            POD ID              CREATED              STATE               NAME                       NAMESPACE           ATTEMPT             RUNTIME
            %.13s       2 seconds ago        Ready               nettest-with-a-long-name   default             0                   (default)
            %.13s       About a minute ago   Ready               a                          default             0                   (default)
            """
                .formatted(second, first));
    assertThat(node.sh("crictl ps"))
        .matches(
            "(?s)CONTAINER           IMAGE               CREATED             STATE              "
                + " NAME                ATTEMPT             POD ID              POD                "
                + " NAMESPACE\n"
                + "[0-9a-f]{13}       [0-9a-f]{13}       2 seconds ago       Running            "
                + " app                 0                   "
                + second.substring(0, 13)
                + "       unknown             unknown\n");
  }

  @Test
  void crictl_stats_shows_the_usage_of_running_containers() {
    String pod = node.pod("used");
    String app = node.container(pod, CriRequests.sleeping("sleep", "86400"));
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.sh("crictl stats"))
        .containsPattern(
            app.substring(0, 13) + " +app +0\\.00 +[1-9][\\d.]*[kM]B +[\\d.]+k?B +\\d");
    assertThat(node.sh("crictl statsp"))
        .containsPattern("used +" + pod.substring(0, 13) + " +0\\.00 +[1-9][\\d.]*[kM]B");
    node.sh("crictl stop -t 0 " + app);
    assertThat(node.sh("crictl stats")).doesNotContain(app.substring(0, 13));
    assertThat(node.sh("crictl stats -a"))
        .containsPattern(app.substring(0, 13) + " +app +0\\.00 +0B");
  }

  @Test
  void crictl_inspectp_q_omits_verbose_information() {
    String pod = node.pod("q");
    assertThat(node.sh("crictl inspectp " + pod)).contains("\"info\": {");
    assertThat(node.sh("crictl inspectp -q " + pod))
        .contains("\"status\": {")
        .doesNotContain("\"info\": {");
    assertThat(node.sh("crictl info -q")).contains("RuntimeReady").doesNotContain("PluginDirs");
  }

  @Test
  void crictl_rejects_unsupported_flags_and_configuration_fields() {
    assertThat(node.sh("crictl -D ps 2>&1")).contains("flag not available on this machine: -debug");
    assertThat(node.sh("crictl -t soon ps 2>&1"))
        .contains("Incorrect Usage: invalid value \"soon\" for flag -timeout: parse error");
    assertThat(node.sh("crictl -i unix:///nowhere.sock ps 2>&1"))
        .contains("unix:///nowhere.sock", "no such file or directory");
    node.sh(
        "printf 'runtime-endpoint: unix:///run/containerd/containerd.sock\\ndebug: true\\n'"
            + " >/etc/crictl.yaml");
    assertThat(node.sh("crictl ps 2>&1"))
        .contains("debug of", "is not available on this machine")
        .doesNotContain("runtime-endpoint of");
  }

  private String secondsToStop(String pod, String options) {
    Instant begun = node.loop().now();
    assertThat(node.sh("crictl " + options + " stopp " + pod + " 2>&1"))
        .contains(
            "stopping the pod sandbox \\\"%s\\\": rpc error: code = DeadlineExceeded desc = context deadline exceeded"
                .formatted(pod),
            "\"StopPodSandbox from runtime service failed\"");
    return Duration.between(begun, node.loop().now()).toSeconds() + " s";
  }

  @Test
  void crictl_stopp_waits_for_a_hanging_plugin_until_its_timeout() {
    String pod = node.pod("hangs");
    node.sh(
        "printf '#!/bin/sh\\nexec sleep 1000\\n' > /tmp/w; chmod +x /tmp/w; mv /tmp/w"
            + " /opt/cni/bin/flannel");

    assertThat(secondsToStop(pod, "")).isEqualTo("2 s");
    assertThat(secondsToStop(pod, "-t 5s")).isEqualTo("5 s");
    node.sh("echo 'timeout: 7' > /etc/crictl.yaml");
    assertThat(secondsToStop(pod, "")).isEqualTo("7 s");
    assertThat(secondsToStop(pod, "--timeout=0")).isEqualTo("2 s");
    assertThat(node.sh("crictl rmp -f " + pod + " 2>&1; pgrep -c sleep"))
        .contains("DeadlineExceeded")
        .endsWith("\n0\n");
  }

  @Test
  void crictl_answers_the_same_as_at_a_real_containerd_without_pods() throws Exception {
    try (InputStream recorded = getClass().getResourceAsStream("crictl-answers.txt")) {
      String text = new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
      for (String record : text.substring(2).split("\n\\$ ")) {
        String line = record.lines().findFirst().orElse("");
        assertThat(answer(line)).as(line).isEqualTo(record.strip());
      }
    }
  }

  /** In the format of {@code record-crictl.py}. */
  private String answer(String line) {
    String status = node.sh(line + " >/out 2>/err; echo $?").strip();
    return (line + "\n= " + status + "\n" + shown("/out", "1 ") + shown("/err", "2 ")).strip();
  }

  private String shown(String file, String mark) {
    return node.sh("cat " + file)
        .replaceFirst("(?s)NAME:\n.*", "")
        .replaceAll("time=\"[^\"]*\"", "time=\"TIME\"")
        .replaceAll("(?m)^E\\d+ \\S+ +\\d+ ", "ETIME ")
        .lines()
        .map(each -> mark + each + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void crictl_lists_obey_their_filter_and_output_flags() {
    String web = node.pod("web");
    String dns = node.pod("dns");
    String running = node.container(dns, CriRequests.sleeping("sleep", "86400"));
    node.sh("crictl stopp " + web);

    assertThat(node.sh("crictl pods -q --name '^we'")).isEqualTo(web + "\n");
    assertThat(node.sh("crictl pods -q --state NotReady")).isEqualTo(web + "\n");
    assertThat(node.sh("crictl pods -ql")).isEqualTo(dns + "\n");
    assertThat(node.sh("crictl pods -q --last 1")).isEqualTo(dns + "\n");
    assertThat(node.sh("crictl pods -q --namespace kube-system")).isEmpty();
    assertThat(node.sh("crictl pods -q --label a=b")).isEmpty();
    assertThat(node.sh("crictl pods -q --id " + web.substring(0, 9))).isEqualTo(web + "\n");
    assertThat(node.sh("crictl ps -q --pod " + web)).isEmpty();
    assertThat(node.sh("crictl ps -q --pod " + dns)).isEqualTo(running + "\n");
    assertThat(node.sh("crictl ps -q --state exited")).isEmpty();
    assertThat(node.sh("crictl ps -q --name nosuch")).isEmpty();
    assertThat(node.sh("crictl ps --no-trunc")).contains(running, dns);
    assertThat(node.sh("crictl pods -o json --name web"))
        .startsWith("{\n  \"items\": [\n    {\n      \"id\": \"" + web);
    assertThat(node.sh("crictl pods -o yaml")).contains("items:\n- ", "name: web");
    assertThat(node.sh("crictl ps --watch")).startsWith("Incorrect Usage: flag provided but");
    assertThat(node.sh("crictl logs --follow x")).startsWith("Incorrect Usage: flag not available");
  }

  @Test
  void crictl_removes_running_pods_and_containers_only_with_f() {
    String pod = node.pod("web");
    String container = node.container(pod, CriRequests.sleeping("sleep", "86400"));

    assertThat(node.sh("crictl rm " + container)).contains("is running, please stop it first");
    assertThat(node.sh("crictl rmp " + pod)).contains("is running, please stop it first");
    assertThat(node.sh("crictl rm -f " + container)).startsWith(container);
    assertThat(node.sh("crictl ps -aq")).isEmpty();
    assertThat(node.sh("crictl rmp -f " + pod))
        .isEqualTo("Stopped sandbox " + pod + "\nRemoved sandbox " + pod + "\n");
    assertThat(node.sh("crictl pods -q")).isEmpty();
  }

  @Test
  void crictl_fails_at_a_missing_endpoint() {
    assertThat(node.sh("crictl -r unix:///nosuch.sock ps"))
        .contains("level=error", "dial unix /nosuch.sock: connect: no such file or directory");
    assertThat(node.sh("crictl --runtime-endpoint /run/containerd/containerd.sock version"))
        .contains("RuntimeName:  containerd");
    node.sh("echo 'runtime-endpoint: unix:///run/crio/crio.sock' > /etc/crictl.yaml");
    assertThat(node.sh("crictl ps")).contains("dial unix /run/crio/crio.sock");
  }

  @Test
  void a_second_containerd_waits_for_the_lock_of_the_first() {
    String pod = node.pod("web");

    assertThat(node.sh("containerd --bogus-flag; echo $?"))
        .contains("containerd: flag provided but not defined: -bogus-flag\n1\n");
    assertThat(node.sh("containerd nosuch; echo $?")).isEqualTo("No help topic for 'nosuch'\n3\n");
    assertThat(node.sh("timeout 25 containerd 2>&1 | grep -c 'boltdb open'")).isEqualTo("2\n");
    assertThat(node.sh("crictl pods -q")).isEqualTo(pod + "\n");
  }

  @Test
  void crictl_finds_a_sandbox_by_a_prefix_of_its_id() {
    String id = node.pod("a");

    assertThat(node.sh("crictl inspectp " + id.substring(0, 8)))
        .contains("\"ip\": \"10.244.1.2\"", "\"path\": \"/var/run/netns/cni-", "\"id\": \"" + id);
    assertThat(node.sh("crictl inspectp nosuch"))
        .contains(
            "rpc error: code = NotFound desc = an error occurred when try to find sandbox: not"
                + " found");
  }

  @Test
  void crictl_names_the_socket_when_containerd_is_stopped() {
    node.service("stop");

    assertThat(node.sh("crictl pods")).contains("dial unix /run/containerd/containerd.sock");
  }
}
