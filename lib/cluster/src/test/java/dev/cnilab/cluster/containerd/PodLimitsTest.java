package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cnilab.cluster.LiveInstances;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource limits of a pod's processes, and that everything is released. */
class PodLimitsTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.with(Conflists.BRIDGE);

  private String start(String pod, String script) {
    return node.container(node.pod(pod), CriRequests.sleeping("sh", "-c", script));
  }

  private String exec(String container, String command) {
    var result =
        node.run(
            () ->
                node.containerd()
                    .execSync(container, List.of("sh", "-c", command), Duration.ofSeconds(10)));
    return result.stdout() + result.stderr();
  }

  /** By the machine's clock, which busy processes advance. */
  @Test
  void fifty_busy_pods_do_not_delay_the_start_of_another_pod() {
    for (int i = 0; i < 50; i++) {
      start("spinner-" + i, "while :; do :; done");
    }
    Instant before = node.loop().call(node.loop()::now);
    String other = start("other", "sleep 1000");
    assertThat(exec(other, "echo here")).isEqualTo("here\n");
    assertThat(Duration.between(before, node.loop().call(node.loop()::now)))
        .isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=0123456789abcdef; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do x=$x$x; done; /bin/echo $x",
        "set -- $(seq 1 300000); /bin/echo \"$@\"",
        "export x=$(head -c 131072 /dev/zero | tr '\\0' a); /bin/echo"
      })
  void too_long_arguments_are_rejected(String script) {
    assertThat(exec(start("long", "sleep 1000"), script + "; echo $?"))
        .isEqualTo("126\nsh: 1: /bin/echo: Argument list too long\n");
  }

  @Test
  void ulimit_n_limits_open_files_and_sockets_of_a_shell_and_its_children() {
    String id = start("open", "sleep 1000");
    assertThat(exec(id, "ulimit -n")).isEqualTo("1024\n");
    assertThat(exec(id, "ulimit -n 3; cat /etc/hostname; echo $?"))
        .isEqualTo("1\ncat: /etc/hostname: Too many open files\n");
    assertThat(exec(id, "ulimit -n 3; sh -c 'echo x > /f'; echo $?"))
        .startsWith("2\n")
        .contains("cannot create /f: Too many open files");
    assertThat(exec(id, "ulimit -n 3; ping -c 1 127.0.0.1 >/dev/null; echo $?")).startsWith("2\n");
    assertThat(exec(id, "cat /etc/hostname")).isEqualTo("open\n");
  }

  @Test
  void a_process_does_not_hold_its_ended_ancestors() {
    String id = start("line", "sleep 1000");
    int before = LiveInstances.of(Process.class);
    exec(
        id, "f() { if [ $1 -lt 300 ]; then f $(($1 + 1)) & else sleep 999; :; fi; }; f 0; sleep 5");
    assertThat(exec(id, "pgrep -fc 'sleep 999$'")).isEqualTo("1\n");
    assertThat(LiveInstances.of(Process.class)).isLessThan(before + 10);
  }

  @Test
  void endless_recursion_kills_only_its_own_shell_with_signal_11() {
    String id = start("deep", "sleep 1000");
    assertThat(exec(id, "sh -c 'f() { f; }; f'; echo $?")).startsWith("139\n");
    assertThat(exec(id, "sh -c 'f() { x=$(f); }; f' 2>/dev/null; echo $?")).isNotEqualTo("0\n");
    assertThat(exec(id, "echo here")).isEqualTo("here\n");
  }

  private void remove() {
    node.run(
        () -> {
          for (var each : node.containerd().listContainers()) {
            node.containerd().stopContainer(each.id(), Duration.ZERO);
            node.containerd().removeContainer(each.id());
          }
          for (var each : node.containerd().listPodSandbox()) {
            node.containerd().stopPodSandbox(each.id(), Deadline.never());
            node.containerd().removePodSandbox(each.id(), Deadline.never());
          }
          return true;
        });
  }

  @Test
  void runaway_pods_leave_no_objects_behind() {
    List<List<Integer>> left = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      List.of(
              ":(){ :|:& };:",
              "yes",
              "while :; do :; done & while :; do sleep 1000 & done",
              "nc -lk -p 80 & nc -u -lk -p 81 & while :; do nc -w 1 127.0.0.1 80 </dev/zero; done",
              "x=a; while :; do x=$x$x; done",
              "while :; do head -c 3000000 /dev/urandom > /tmp/$((i+=1)); done",
              "mkfifo /p; cat /p & while :; do exec 9<>/p; sleep 0.001; done")
          .forEach(script -> start("mad" + Math.abs(script.hashCode()), script));
      node.loop().advance(Duration.ofMillis(50));
      remove();
      node.loop().advance(Duration.ofMinutes(3));
      left.add(
          List.of(
              LiveInstances.of(Process.class),
              LiveInstances.of(Task.class),
              LiveInstances.of(Cgroup.class),
              LiveInstances.of(NetworkNamespace.class),
              LiveInstances.of(Pipe.class)));
    }
    for (int i = 0; i < left.getFirst().size(); i++) {
      assertThat(left.getLast().get(i)).as("%s", left).isCloseTo(left.getFirst().get(i), within(5));
    }
  }
}
