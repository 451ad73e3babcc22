package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of containerd's file has its effect, or is refused by its name. */
class ContainerdKeysTest {
  private static final String PATH = "/etc/containerd/config.toml";
  private static final String RUNTIME = "[plugins.'io.containerd.cri.v1.runtime']\n";
  private static final String REGISTRY =
      "version = 3\n[plugins.'io.containerd.cri.v1.images'.registry]\n"
          + "config_path = '/etc/containerd/certs.d'\n";

  @AutoClose private RuntimeNode node;

  @BeforeEach
  void start() {
    node = RuntimeNode.with(Conflists.BRIDGE);
  }

  private void configure(String text) {
    node.write(PATH, text);
    node.service("restart");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          root = '/data'                                   | root is not modelled here; leave it out, or set it to "/var/lib/containerd"
          oom_score = -999                                 | oom_score is not modelled here; leave it out, or set it to 0
          required_plugins = ['x']                         | required_plugins is not modelled here; leave it out, or set it to []
          disabled_plugins = ['io.containerd.snapshotter.v1.overlayfs'] | disabled_plugins: a containerd without io.containerd.snapshotter.v1.overlayfs is not modelled here
          [grpc]#address = '/run/x.sock'                   | grpc.address is not modelled here; leave it out, or set it to "/run/containerd/containerd.sock"
          [plugins.'io.containerd.cri.v1.images']#snapshotter = 'native' | io.containerd.cri.v1.images: snapshotter is not modelled here; leave it out, or set it to "overlayfs"
          [plugins.'io.containerd.cri.v1.images'.registry.mirrors.x]#endpoint = [] | registry.mirrors is not modelled here
          [plugins.'io.containerd.cri.v1.runtime']#max_container_log_line_size = 1 | max_container_log_line_size is not modelled here; leave it out, or set it to 16384
          [plugins.'io.containerd.cri.v1.runtime'.cni]#conf_template = '/x' | cni.conf_template is not modelled here
          [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]#cni_conf_dir = '/x' | containerd.runtimes.runc.cni_conf_dir is not modelled here
          [plugins.'io.containerd.server.v1.metrics']#address = ':1338' | io.containerd.server.v1.metrics: address is not modelled here; leave it out, or set it to ""
          [plugins.'io.containerd.cri.v1.runtime'.cni]#setup_serially = 'yes' | toml: cannot decode TOML string into struct field config.CniConfig.NetworkPluginSetupSerially of type bool
          [plugins.'io.containerd.cri.v1.runtime']#enable_unprivileged_icmp = 1 | toml: cannot decode TOML integer into struct field config.RuntimeConfig.EnableUnprivilegedICMP of type bool
          imports = ['/etc/nothing.toml']                  | open /etc/nothing.toml: no such file or directory
          """)
  void unsupported_and_mistyped_settings_are_rejected_by_name(String setting, String why) {
    configure("version = 3\n" + setting.replace('#', '\n') + "\n");

    assertThat(node.journal())
        .anyMatch(line -> line.contains("containerd: ") && line.contains(why));
    assertThat(node.sh("crictl pods")).contains("containerd.sock: connect: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[grpc]\naddress = '/run/containerd/containerd.sock'\nuid = 0\n",
        "root = '/var/lib/containerd'\nimports = ['/etc/containerd/conf.d/*.toml']\n",
        "disabled_plugins = ['io.containerd.snapshotter.v1.zfs', 'io.containerd.nri.v1.nri']\n",
        "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]\n"
            + "SystemdCgroup = true\n",
        "[plugins.'io.containerd.cri.v1.runtime'.containerd]\ndefault_runtime_name = 'runc'\n"
      })
  void an_unsupported_setting_with_its_default_value_is_accepted(String text) {
    configure("version = 3\n" + text);

    assertThat(node.whyNot("a")).isEqualTo("it runs");
  }

  @Test
  void a_missing_default_runtime_disables_the_runtime_service() {
    configure(
        "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd]\n"
            + "default_runtime_name = 'nope'\n");

    assertThat(node.journal())
        .anyMatch(
            line ->
                line.contains("level=warning msg=\"failed to load plugin\"")
                    && line.contains("default_runtime_name = \\\"nope\\\""));
    assertThat(node.sh("crictl pods")).contains("unknown service runtime.v1.RuntimeService");
  }

  @Test
  void a_runtime_without_its_shim_fails_its_pods() {
    configure(
        "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.gvisor]\n"
            + "runtime_type = 'io.containerd.runsc.v1'\n");

    assertThat(node.whyNot("a")).isEqualTo("it runs");
    assertThat(why("gvisor"))
        .endsWith(
            "failed to resolve runtime path: runtime \"io.containerd.runsc.v1\" binary not"
                + " installed \"containerd-shim-runsc-v1\": file does not exist");
  }

  private String why(String handler) {
    try {
      return node.run(
          () ->
              node.containerd()
                  .runPodSandbox(CriRequests.sandbox("other"), handler, Deadline.never()));
    } catch (CriException failed) {
      return failed.getMessage();
    }
  }

  @Test
  void enable_unprivileged_ports_can_be_switched_off() {
    configure("version = 3\n" + RUNTIME + "enable_unprivileged_ports = false\n");

    assertThat(node.in(node.pod("a"), "sysctl net.ipv4.ip_unprivileged_port_start"))
        .endsWith("= 1024\n");
  }

  @Test
  void an_imported_file_overrides_the_main_file() {
    node.write(
        "/etc/containerd/conf.d/10-cni.toml",
        "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.cni]\nconf_dir = '/etc/other'\n");
    configure("version = 3\nimports = ['/etc/containerd/conf.d/*.toml']\n");

    assertThat(node.lastLoadStatus()).contains("no network config found in /etc/other");
  }

  private String pull(String image) {
    return node.sh("crictl pull " + image + " 2>&1");
  }

  @Test
  void images_are_pulled_from_the_hosts_in_hosts_toml() {
    configure(REGISTRY);
    assertThat(pull("nginx")).contains("Image is up to date");

    node.sh("crictl rmi nginx");
    node.write(
        "/etc/containerd/certs.d/docker.io/hosts.toml", "server = 'https://nowhere.example'\n");
    assertThat(pull("nginx"))
        .contains(
            "failed to resolve image: failed to do request: Head",
            "https://nowhere.example/v2/library/nginx/manifests/latest?ns=docker.io",
            "dial tcp: lookup nowhere.example: no such host");

    node.write(
        "/etc/containerd/certs.d/docker.io/hosts.toml",
        "server = 'https://nowhere.example'\n[host.'https://mirror.gcr.io']\n");
    assertThat(pull("nginx")).contains("Image is up to date");

    node.sh("crictl rmi nginx");
    node.write(
        "/etc/containerd/certs.d/docker.io/hosts.toml",
        "server = 'https://10.9.9.9:5000'\n[host.'https://mirror.gcr.io']\n"
            + "capabilities = ['pull']\n");
    assertThat(pull("nginx")).contains("dial tcp 10.9.9.9:5000: connect: connection refused");
  }

  @Test
  void a_registry_host_without_a_scheme_is_logged_and_ignored() {
    configure(REGISTRY);
    node.write("/etc/containerd/certs.d/docker.io/hosts.toml", "server = 'httpd.registry:5000'\n");
    assertThat(pull("nginx")).contains("Image is up to date");
    node.loop().advance(Duration.ofSeconds(1));

    assertThat(node.journal())
        .anyMatch(line -> line.contains("unable to parse server httpd.registry:5000: no scheme"));
  }

  @Test
  void an_invalid_hosts_toml_is_logged_and_ignored() {
    configure(REGISTRY);
    node.write("/etc/containerd/certs.d/_default/hosts.toml", "server = \n");
    assertThat(pull("nginx")).contains("Image is up to date");
    node.loop().advance(Duration.ofSeconds(1));

    assertThat(node.journal())
        .anyMatch(line -> line.contains("failed to decode /etc/containerd/certs.d/_default"));
  }

  @Test
  void hosts_toml_is_not_read_without_a_config_path() {
    node.write(
        "/etc/containerd/certs.d/docker.io/hosts.toml", "server = 'https://nowhere.example'\n");

    assertThat(pull("nginx")).contains("Image is up to date");
  }
}
