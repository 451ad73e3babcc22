package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** containerd does what {@code /etc/containerd/config.toml} said when it started. */
class ContainerdConfigurationTest {
  private static final String PATH = "/etc/containerd/config.toml";
  private static final String CNI = "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.cni]\n";

  private final RuntimeNode node = RuntimeNode.with(RuntimeNode.BRIDGE);

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void plugins_are_looked_for_where_the_file_says() {
    node.write(PATH, CNI + "bin_dirs = [\"/opt/other/bin\"]\n");
    assertThat(node.pod("unread")).isNotEmpty();

    node.service("restart");
    assertThat(node.whyNot("read")).contains("in path [/opt/other/bin]");
    assertThat(node.sh("crictl info")).contains("\"/opt/other/bin\"");
  }

  @Test
  void networks_are_looked_for_where_the_file_says() {
    node.write(PATH, CNI + "conf_dir = \"/etc/cni/other.d\"\n");
    node.service("restart");
    assertThat(node.lastLoadStatus())
        .isEqualTo(
            "cni config load failed: no network config found in /etc/cni/other.d: cni plugin not"
                + " initialized: failed to load cni config");

    node.write("/etc/cni/other.d/10-test.conflist", RuntimeNode.BRIDGE);
    assertThat(node.lastLoadStatus()).isEqualTo("OK");
  }

  @Test
  void it_does_not_start_with_rubbish_and_says_where_that_is() {
    String sandbox = node.pod("old");
    node.write(PATH, CNI + "garbage [\n");
    node.service("restart");
    assertThat(node.journal())
        .anyMatch(
            line ->
                line.contains(
                    "level=error msg=\"Failure unmarshaling TOML\" column=9 error=\"toml: expected"
                        + " '=' after key\" file=/etc/containerd/config.toml row=3"))
        .anyMatch(
            line ->
                line.contains(
                    "containerd: failed to unmarshal TOML at row 3 column 9: toml: expected '='"
                        + " after key"));
    assertThat(node.sh("crictl pods")).contains("containerd.sock: connect: no such file");

    node.write(PATH, CNI);
    node.loop().advance(Duration.ofSeconds(6));
    assertThat(node.sh("crictl pods")).contains(sandbox.substring(0, 13));
  }
}
