package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container's log file. */
class ContainerLogTest extends ContainersOfASandbox {
  @Test
  void output_is_logged_line_by_line_in_the_cri_format() {
    String id =
        node.container(
            sandbox, CriRequests.sleeping("sh", "-c", "echo one; echo two >&2; printf three"));
    node.loop().advance(Duration.ofSeconds(1));

    assertThat(node.sh("cat " + status(id).logPath()))
        .matches(
            "[-0-9T:.]{29}Z stdout F one\n"
                + "[-0-9T:.]{29}Z stderr F two\n"
                + "[-0-9T:.]{29}Z stdout P three\n");
    assertThat(node.sh("crictl logs " + id)).isEqualTo("one\ntwo\nthree");
    assertThat(status(id).state()).isEqualTo(ContainerStatus.State.CONTAINER_EXITED);
    assertThat(status(id).reason()).isEqualTo("Completed");
  }

  @Test
  void a_renamed_log_is_written_until_it_is_reopened() {
    String id =
        node.container(
            sandbox,
            CriRequests.sleeping(
                "sh",
                "-c",
                "while read line; do echo $line; sleep 1; done < /etc/group; sleep 99"));
    String log = status(id).logPath();
    node.sh("mv " + log + " " + log + ".1");
    node.loop().advance(Duration.ofMillis(1500));
    assertThat(node.sh("cat " + log + ".1")).contains("root:x:0:", "nogroup:x:65534:");
    assertThat(node.sh("ls " + log)).contains("No such file");

    node.run(() -> reopened(id));
    assertThat(node.sh("ls " + log)).isEqualTo(log + "\n");
  }

  @Test
  void the_log_of_an_exited_container_cannot_be_reopened() {
    String id = node.container(sandbox, CriRequests.sleeping("true"));
    node.loop().advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> node.run(() -> reopened(id)))
        .hasMessageContaining("container is not running");
  }

  private boolean reopened(String id) {
    node.containerd().reopenContainerLog(id);
    return true;
  }

  @Test
  void a_long_log_line_is_split_at_16_kib() {
    node.write("/var/log/pods/long", "0".repeat(20_000) + "7\n");
    String id =
        node.container(
            sandbox,
            withMounts(
                CriRequests.sleeping("cat", "/long"),
                new ContainerConfig.Mount(
                    "/long", "/var/log/pods/long", ContainerConfig.Access.READ_ONLY)));
    node.loop().advance(Duration.ofSeconds(1));

    List<String> lines = node.sh("cat " + status(id).logPath()).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains(" stdout P 000").hasSize("T stdout P ".length() + 29 + 16384);
    assertThat(lines.get(1)).contains(" stdout F 000").endsWith("7");
  }
}
