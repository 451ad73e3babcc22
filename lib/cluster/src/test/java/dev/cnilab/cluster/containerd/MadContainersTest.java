package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MadContainersTest {
  private final RuntimeNode node = RuntimeNode.with(RuntimeNode.BRIDGE);

  @AfterEach
  void close() {
    node.close();
  }

  private String start(String pod, String script) {
    return node.container(node.pod(pod), RuntimeNode.sleeping("sh", "-c", script));
  }

  private int processes() {
    return node.loop().call(() -> node.machine().cgroup().pids().current());
  }

  private String exec(String container, String command) {
    var result =
        node.run(
            () ->
                node.containerd()
                    .execSync(container, List.of("sh", "-c", command), Duration.ofSeconds(10)));
    return result.stdout() + result.stderr();
  }

  private void remove(String pod) {
    node.run(
        () -> {
          for (var each : node.containerd().listContainers()) {
            node.containerd().removeContainer(each.id());
          }
          return true;
        });
    node.remove(pod);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":(){ :|:& };:",
        "while true; do sleep 1000 & done",
        "f() { f | f; }; f",
        "while :; do (sleep 1000 &) ; done",
        "while :; do x=$(sleep 1000 & echo $!); done"
      })
  void a_fork_bomb_fills_its_own_group_and_is_gone_with_its_container(String bomb) {
    int before = processes();
    String sandbox = node.pod("bomb");
    node.container(sandbox, RuntimeNode.sleeping("sh", "-c", "sleep 0.1;" + bomb));
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(processes()).isLessThan(before + 620);
    assertThat(exec(start("other", "sleep 1000"), "echo here | cat")).isEqualTo("here\n");
    remove(sandbox);
    assertThat(node.sh("ps -e | grep -c 'sleep\\|sh$'")).isEqualTo("1\n");
  }

  @Test
  void a_shell_that_cannot_fork_says_so_in_its_own_words() {
    start("full", "while true; do sleep 1000 & done");
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.sh("cat /var/log/pods/default_full_uid-full/app/0.log"))
        .contains("stderr F sh: 1: Cannot fork");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while :; do :; done",
        "yes >/dev/null",
        "cat /dev/zero >/dev/null",
        "seq 1 1000000000 >/dev/null",
        "awk 'BEGIN { while (1) x++ }'",
        "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '^(a+)+$b'",
        "echo x | sed ':a; s/x/x/; ta'",
        "i=0; while [ $i -lt 1000000000 ]; do i=$((i+1)); done"
      })
  void who_never_waits_lets_all_others_go_on(String script) {
    start("spinner", script);
    String other = start("other", "sleep 1000");
    node.loop().advance(Duration.ofMillis(100));
    assertThat(exec(other, "echo here")).isEqualTo("here\n");
  }
}
