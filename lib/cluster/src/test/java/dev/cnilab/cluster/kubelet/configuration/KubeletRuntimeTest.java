package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a kubelet finds its runtime and its static pods. */
class KubeletRuntimeTest extends ConfiguredKubelet {
  @Test
  void a_kubelet_without_runtime_events_notices_containers_by_listing() {
    edit(text -> text + "featureGates: {EventedPLEG: false}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper("slow");
    node.pass(Duration.ofMillis(500));
    assertThat(phase("slow")).isEqualTo("Pending");
    node.passSeconds(1);
    assertThat(phase("slow")).isEqualTo("Running");
    node.systemctl("stop", "containerd");
    node.passSeconds(3);
    assertThat(node.log("GenericPLEG: Unable to retrieve pods")).hasSizeGreaterThan(1);
    node.systemctl("start", "containerd");

    edit(text -> text.replace("EventedPLEG: false", "EventedPLEG: true"));
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper("fast");
    node.pass(Duration.ofMillis(500));
    assertThat(phase("fast")).isEqualTo("Running");
  }

  private String phase(String pod) {
    return node.pod(pod).text("/status/phase");
  }

  @Test
  void a_containerd_without_cri_makes_the_node_not_ready() {
    configureContainerd("disabled_plugins = ['cri']\n");
    node.passSeconds(45);
    assertThat(TestNode.condition(node.node(), "Ready"))
        .startsWith("False KubeletNotReady")
        .contains("container runtime is down");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("\"command failed\""))
        .last()
        .asString()
        .contains(
            "validate CRI v1 runtime API for endpoint",
            "code = Unimplemented desc = unknown service runtime.v1.RuntimeService");

    configureContainerd("version = 3\n");
    node.passSeconds(30);
    assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True");
  }

  private void configureContainerd(String text) {
    node.run(
        () -> {
          node.files().createDirectories("/etc/containerd");
          node.files().write("/etc/containerd/config.toml", text);
        });
    node.systemctl("restart", "containerd");
  }

  @Test
  void the_runtime_endpoint_may_be_in_var_run() {
    edit(
        text ->
            text.replaceFirst("(?m)^containerRuntimeEndpoint: .*\n", "")
                + "containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock\n");
    startAgainAndRun("named");
    assertThat(nameServers()).isNotEmpty();
  }

  @Test
  void a_missing_static_pod_directory_is_checked_every_second() {
    edit(text -> text.replace("/etc/kubernetes/manifests", "relative"));
    node.systemctl("restart", "kubelet");
    node.passSeconds(4);
    assertThat(node.log("Unable to read config path"))
        .hasSizeBetween(3, 6)
        .last()
        .asString()
        .contains("err=\"path does not exist, ignoring\" path=\"/var/lib/kubelet/relative\"");

    node.run(
        () -> {
          node.files().createDirectories("/var/lib/kubelet/relative");
          node.files().write("/var/lib/kubelet/relative/t.yaml", "rubbish\n");
        });
    node.passSeconds(3);
    assertThat(node.log("Could not process manifest file"))
        .last()
        .asString()
        .contains("couldn't get version/kind; json parse error: json: cannot unmarshal string");
  }
}
