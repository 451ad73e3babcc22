package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MadContainersTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.with(Conflists.BRIDGE);

  private String start(String pod, String script) {
    return node.container(node.pod(pod), CriRequests.sleeping("sh", "-c", script));
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

  @Test
  void the_first_256_kib_of_a_command_s_output_are_kept() {
    assertThat(exec(start("talker", "sleep 1000"), "echo first; head -c 3000000 /dev/zero"))
        .startsWith("first\n")
        .hasSize(256 * 1024);
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
  void a_fork_bomb_is_limited_to_its_cgroup_and_ends_with_its_container(String bomb) {
    int before = processes();
    String sandbox = node.pod("bomb");
    node.container(sandbox, CriRequests.sleeping("sh", "-c", "sleep 0.1;" + bomb));
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(processes()).isLessThan(before + 620);
    assertThat(exec(start("other", "sleep 1000"), "echo here | cat")).isEqualTo("here\n");
    remove(sandbox);
    assertThat(node.sh("ps -e | grep -c 'sleep\\|sh$'")).isEqualTo("1\n");
  }

  @Test
  void a_shell_that_cannot_fork_prints_its_own_error() {
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
        "expr aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa : '\\\\(a*\\\\)*b'",
        "echo x | sed ':a; s/x/x/; ta'",
        "while :; do echo /*/*/*/*/* >/dev/null; done",
        "i=0; while [ $i -lt 1000000000 ]; do i=$((i+1)); done",
        "awk '{ x = $0 }' /dev/zero",
        "awk 'BEGIN { x = sprintf(\"%5000d\", 0); if (x ~ /0?0* * * * * * *x/) print }'",
        "awk 'BEGIN { $0 = sprintf(\"%5000d\", 0); if (/ * * * * * *x/) print }'",
        "awk 'BEGIN { x = sprintf(\"%5000d\", 0); gsub(/ * * * * * *x/, \"\", x) }'",
        "awk 'BEGIN { x = sprintf(\"%5000d\", 0); split(x, a, / * * * * * *x/) }'",
        "awk 'BEGIN { x = sprintf(\"%5000d\", 0); match(x, / * * * * * *x/) }'",
        "seq -s ' ' 5000 | tr -d 0-9 | awk -F' * * * * * *x' '{ print NF }'",
        "seq -s ' ' 5000 | tr -d 0-9 | awk -v RS=' * * * * * *x' '{ print NF }'",
        "sh -c 'sleep 1000; :' \"$(seq -s ' ' 3000 | tr -d 0-9)\" & pgrep -f ' * * * * * * *y'",
        "jq -n 'reduce range(1e12) as $x (0; .)'",
        "jq -n '\"a\" * 5000 | test(\"a*a*a*a*a*a*b\")'",
        "jq -n '\"a\" * 5000 | gsub(\"a*a*a*a*a*a*b\"; \"\")'",
        "jq -n '[limit(2000; range(1e9))] as $a"
            + " | reduce $a[] as $x (0; reduce $a[] as $y (0; reduce $a[] as $z (0; 1)))'",
        "yes '{}' | jq -c . >/dev/null"
      })
  void a_busy_process_lets_other_containers_run(String script) {
    start("spinner", script);
    String other = start("other", "sleep 1000");
    node.loop().advance(Duration.ofMillis(100));
    assertThat(exec(other, "echo here")).isEqualTo("here\n");
  }

  private ContainerStatus ended(String script, long memoryLimit) {
    ContainerConfig config = CriRequests.sleeping("sh", "-c", script);
    String id =
        node.container(
            node.pod("eater"),
            new ContainerConfig(
                config.metadata(),
                config.image(),
                config.command(),
                config.args(),
                config.workingDir(),
                config.envs(),
                config.mounts(),
                config.labels(),
                config.annotations(),
                config.logPath(),
                config.terminal(),
                config.securityContext(),
                new ContainerConfig.Resources(2, -1, memoryLimit, 1000)));
    for (int i = 0; i < 30 && status(id).finishedAt() == null; i++) {
      node.loop().advance(Duration.ofMillis(200));
    }
    return status(id);
  }

  private ContainerStatus status(String id) {
    return node.run(() -> node.containerd().containerStatus(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=a; while :; do x=$x$x; done",
        "x=$(cat /dev/zero | tr '\\0' a)",
        "tail /dev/zero",
        "sort /dev/urandom",
        "yes | sort",
        "grep x /dev/zero",
        "awk 1 /dev/zero",
        "awk -v RS='xy' 1 /dev/zero",
        "yes | tr '\\n' ' ' | awk 1",
        "yes | tr -d '\\n' | sed s/y/n/",
        "awk 'BEGIN { while (1) a[i++] = i }'",
        "awk 'BEGIN { s = \"a\"; while (1) s = s s }'",
        "awk 'BEGIN { s = \"a\"; while (1) gsub(/a/, \"aaaaaaaaaaaaaaaa\", s) }'",
        "awk 'BEGIN { while (1) a[i++] = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" i }'",
        "awk 'BEGIN { printf \"%2000000000d\", 1 }'",
        "awk 'BEGIN { printf \"%.2000000000e\", 1 }'",
        "awk 'BEGIN { $2000000000 = 1 }'",
        "echo | awk '{ NF = 2000000000 }'",
        "jq -n '[range(1e9)]'",
        "jq -n '\"a\" * 1e9'",
        "jq -n 'reduce range(100) as $i (\"a\"; . + .)'",
        "jq -n 'reduce range(100) as $i (\"a\"; \"\\(.)\\(.)\")'",
        "jq -n 'reduce range(100) as $i (\"\\\"\"; tojson)'",
        "jq -n 'reduce range(100) as $i (\"aaaa\"; @base64)'",
        "jq -n 'reduce range(100) as $i ([1]; . + .)'",
        "jq -n 'reduce range(100) as $i ([1]; [.[], .[]])'",
        "jq -n 'reduce range(100) as $i ([1]; [., .])'",
        "jq -n 'reduce range(100) as $i ([\"a\"]; [join(\"b\"), join(\"c\")])'",
        "jq -n '\"a\" * 1000000 | explode'",
        "jq -n '[range(1e9) | [empty]]'",
        "jq -n 'reduce range(1e9) as $i (0; [.])'",
        "jq -n 'reduce range(100) as $i (0; {a: ., b: .})'",
        "jq -n '\"a\" | sub(\"a\"; range(1e9) | tostring)'",
        "jq -n '[] | .[1000000000] = 1'",
        "jq -n '[] | setpath([1000000000]; 1)'",
        "jq -n '[range(1e9) | {\"a\\(.)\": 1}]'",
        "jq -Rs . /dev/zero",
        "yes | jq -Rs .",
        "yes 1 | jq -s .",
        "yes | xargs echo",
        "cat /dev/zero | wc -l & tail -c 100000000 /dev/zero",
        "while :; do set -- \"$@\" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \"$@\";"
            + " done"
      })
  void a_process_above_its_limit_is_killed_with_its_container(String script) {
    ContainerStatus status = ended(script, 16 << 20);
    assertThat(status.reason()).isEqualTo("OOMKilled");
    assertThat(status.exitCode()).isEqualTo(137);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jq -n 'range(300000)' >/dev/null",
        "seq 90000 | awk '{ printf \"%60d\", $1 }' >/dev/null",
        "seq 90000 | awk '{ x = sprintf(\"%600d\", $1) }' >/dev/null",
        "jq -n 'reduce range(300000) as $i (0; . + $i)'",
        "jq -n 'range(30) | \"a\" * 1000000 | length'",
        "yes '{\"a\": [1, 2]}' | head -n 100000 | jq -c .a >/dev/null"
      })
  void a_process_that_only_passes_values_on_stays_within_its_memory_limit(String script) {
    assertThat(ended(script, 16 << 20).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=a; while :; do x=$x$x; done",
        "tail /dev/zero",
        "yes | sort",
        "ip -batch /dev/zero",
        "sh /dev/zero"
      })
  void a_process_without_a_memory_limit_is_oom_killed(String script) {
    assertThat(ended(script, 0).reason()).isEqualTo("OOMKilled");
  }

  @Test
  void a_large_file_of_zeros_takes_little_heap() {
    String id = start("writer", "sleep 1000");
    System.gc();
    long before = usedHeap();
    exec(id, "head -c 300000000 /dev/zero > /f");
    assertThat(exec(id, "wc -c < /f; df / | tail -1")).startsWith("300000000\n");
    System.gc();
    assertThat(usedHeap() - before).isLessThan(20 << 20);
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void a_full_disk_fails_writes_until_files_are_removed() {
    String id = start("writer", "sleep 1000");
    String free = exec(id, "df / | tail -1");
    assertThat(exec(id, "(cat /dev/urandom > /f; echo $?) 2>&1"))
        .isEqualTo("cat: write error: No space left on device\n1\n");
    assertThat(exec(id, "df / | tail -1")).contains(" 100% ");
    exec(id, "rm /f");
    assertThat(exec(id, "df / | tail -1")).isEqualTo(free);
  }
}
