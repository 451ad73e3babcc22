package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** containerd obeys the {@code /etc/containerd/config.toml} with which it started. */
class ContainerdConfigurationTest {
  private static final String PATH = "/etc/containerd/config.toml";
  private static final String CNI = "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.cni]\n";

  @AutoClose private final RuntimeNode node = RuntimeNode.with(Conflists.BRIDGE);

  @Test
  void bin_dirs_takes_effect_after_a_restart() {
    node.write(PATH, CNI + "bin_dirs = [\"/opt/other/bin\"]\n");
    assertThat(node.pod("unread")).isNotEmpty();

    node.service("restart");
    assertThat(node.whyNot("read")).contains("in path [/opt/other/bin]");
    assertThat(node.sh("crictl info")).contains("\"/opt/other/bin\"");
  }

  @Test
  void conf_dir_sets_the_directory_of_the_network_configuration() {
    node.write(PATH, CNI + "conf_dir = \"/etc/cni/other.d\"\n");
    node.service("restart");
    assertThat(node.lastLoadStatus())
        .isEqualTo(
            "cni config load failed: no network config found in /etc/cni/other.d: cni plugin not"
                + " initialized: failed to load cni config");

    node.write("/etc/cni/other.d/10-test.conflist", Conflists.BRIDGE);
    assertThat(node.lastLoadStatus()).isEqualTo("OK");
  }

  @Test
  void containerd_does_not_start_with_malformed_toml_and_logs_its_position() {
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

  @Test
  void containerd_ignores_unknown_fields_with_a_warning() {
    node.write(
        PATH,
        "nonsense = 1\n"
            + CNI
            + "bin_dirss = [\"/x\"]\n"
            + "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.other]\n"
            + "runtime_type = 'io.containerd.runc.v2'\nruntime_typo = 1\n"
            + "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.other.options]\n"
            + "SystemdCgroup = true\n");
    node.service("restart");
    assertThat(node.journal().stream().filter(line -> line.contains("Ignoring unknown key")))
        .satisfiesExactly(
            first ->
                assertThat(first).contains("TOML\" error=\"strict mode").contains("key=nonsense"),
            second -> assertThat(second).contains("key=\"cni bin_dirss\""),
            third ->
                assertThat(third)
                    .contains("key=\"containerd runtimes other runtime_typo\"")
                    .contains("plugin=io.containerd.cri.v1.runtime"));
    assertThat(node.pod("works")).isNotEmpty();
  }

  @Test
  void a_version_2_configuration_is_migrated() {
    node.write(
        PATH,
        "version = 2\n[plugins.'io.containerd.grpc.v1.cri'.cni]\nbin_dir = \"/opt/other/bin\"\n");
    node.service("restart");
    assertThat(node.journal())
        .anyMatch(
            line ->
                line.contains(
                    "Configuration migrated from version 2, use `containerd config migrate`"));
    assertThat(node.whyNot("read")).contains("in path [/opt/other/bin]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version = 9 | got `9`
          version = 'three' | column=11 error="toml: cannot decode TOML string into struct field config.Config.Version of type int" file=/etc/containerd/config.toml row=1
          [plugins | column=9 error="toml: expected ']' to close table name" file=/etc/containerd/config.toml row=3
          max_conf_num = 'two' | cannot decode TOML string into struct field config.CniConfig.NetworkPluginMaxConfNum of type int
          bin_dirs = '/x' | cannot decode TOML string into struct field config.CniConfig.NetworkPluginBinDirs of type []string
          conf_dir = 1 | cannot decode TOML integer into struct field config.CniConfig.NetworkPluginConfDir of type string
          """)
  void containerd_does_not_start_with_an_unsupported_setting(String setting, String why) {
    node.write(PATH, setting.startsWith("version") ? setting : CNI + setting);
    node.service("restart");
    assertThat(node.journal()).anyMatch(line -> line.contains(why));
    assertThat(node.sh("crictl pods")).contains("containerd.sock: connect: no such file");
  }

  @Test
  void containerd_runs_with_the_cri_plugin_disabled() {
    String sandbox = node.pod("old");
    node.write(PATH, "disabled_plugins = ['cri']\n");
    node.service("restart");
    assertThat(node.journal())
        .anyMatch(line -> line.matches(".*containerd successfully booted in 0\\.0000\\d\\ds.*"));
    assertThat(node.sh("crictl pods"))
        .contains(
            "rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService");

    node.write(PATH, "version = 2\ndisabled_plugins = ['cri']\n");
    node.service("restart");
    assertThat(node.journal())
        .anyMatch(
            line -> line.contains("invalid disabled plugin URI \"cri\" expect io.containerd.x.vx"));

    node.write(PATH, "version = 2\ndisabled_plugins = ['io.containerd.internal.v1.opt']\n");
    node.loop().advance(Duration.ofSeconds(6));
    assertThat(node.sh("crictl pods")).contains(sandbox.substring(0, 13));
  }

  @Test
  void a_sandbox_needs_the_configured_sandbox_image() {
    node.write(
        PATH,
        "version = 3\n"
            + "[plugins.'io.containerd.cri.v1.images'.pinned_images]\n"
            + "sandbox = 'nowhere/pause:1'\n");
    node.service("restart");
    assertThat(node.whyNot("read"))
        .startsWith("rpc error: code = ")
        .contains(
            " desc = failed to pull image \"nowhere/pause:1\": failed to pull and unpack image");
    assertThat(node.sh("ip -br link show type veth")).isEmpty();
  }
}
