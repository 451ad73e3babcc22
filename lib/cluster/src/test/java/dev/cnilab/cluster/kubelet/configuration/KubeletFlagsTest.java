package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kubelet's flags, and what the machine refuses it. */
class KubeletFlagsTest extends ConfiguredKubelet {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus-flag | failed to parse kubelet flag: unknown flag: --bogus-flag
          -Y           | failed to parse kubelet flag: unknown shorthand flag: 'Y' in -Y
          --config     | failed to parse kubelet flag: flag needs an argument: --config
          nosuch       | unknown command nosuch
          --node-ip=::1 | failed to run Kubelet: bad --node-ip \\"::1\\": not an IPv4 address
          --container-runtime-endpoint=unix:///run/other.sock | flag --container-runtime-endpoint is not available on this machine
          --v=4 | flag --v is not available on this machine
          --serialize-image-pulls=false | flag --serialize-image-pulls is not available on this machine
          --cloud-provider=x | flag --cloud-provider is not available on this machine
          --max-pods=x | failed to parse kubelet flag: invalid argument \\"x\\" for \\"--max-pods\\" flag: strconv.ParseInt: parsing \\"x\\": invalid syntax
          --v=x | failed to parse kubelet flag: invalid argument \\"x\\" for \\"-v, --v\\" flag: strconv.ParseUint: parsing \\"x\\": invalid syntax
          --register-with-taints=a | failed to parse kubelet flag: invalid argument \\"a\\" for \\"--register-with-taints\\" flag: invalid taint spec: a
          --register-with-taints=a=b:Foo | failed to parse kubelet flag: invalid argument \\"a=b:Foo\\" for \\"--register-with-taints\\" flag: invalid taint effect: Foo, unsupported taint effect
          --node-labels=a=b=c | failed to validate kubelet flags: invalid node labels: 'b=c' - a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
          --max-pods=-4 | failed to validate kubelet configuration, error: invalid configuration: maxPods (--max-pods) -4 must not be a negative number, path: &TypeMeta{Kind:,APIVersion:,}
          """)
  void invalid_arguments_end_the_kubelet_with_an_error(String word, String why) {
    assertThat(node.typed("kubelet", word))
        .contains("run.go:72] \"command failed\" err=\"" + why + "\"\n1\n");
  }

  /** In the words of the kubelet of 1.37.2. */
  @Test
  void forbidden_node_labels_end_the_kubelet() {
    extraArguments("--node-labels=node-role.kubernetes.io/worker=");
    assertThat(node.log("run.go:72").getLast()).contains("\"command failed\" err=<");
    assertThat(node.log("unknown 'kubernetes.io' or 'k8s.io' labels specified"))
        .last()
        .asString()
        .endsWith("with --node-labels: [node-role.kubernetes.io/worker]");
    extraArguments("");
    node.passSeconds(11);
    assertThat(TestNode.condition(node.node(), "Ready")).startsWith("True ");
  }

  @Test
  void flags_override_the_configuration_file_and_label_a_new_node() {
    edit(text -> text + "maxPods: 7\n");
    extraArguments("--max-pods=5 --node-labels=disk=fast,topology.kubernetes.io/zone=a");
    node.passSeconds(11);
    assertThat(node.node().text("/status/capacity/pods")).isEqualTo("5");
    assertThat(node.node().labels())
        .containsEntry("topology.kubernetes.io/zone", "a")
        .doesNotContainKey("disk");
    node.deleteNode();
    node.systemctl("restart", "kubelet");
    node.passSeconds(2);
    assertThat(node.node().labels()).containsEntry("disk", "fast");
  }

  private void extraArguments(String words) {
    node.run(
        () -> {
          String unit = "/usr/lib/systemd/system/kubelet.service";
          String text = node.files().readText(unit);
          if (!text.contains("$KUBELET_EXTRA_ARGS")) {
            node.files()
                .write(
                    unit,
                    text.replace("bin/kubelet", "bin/kubelet $KUBELET_EXTRA_ARGS")
                        .replace("[Service]", "[Service]\nEnvironmentFile=-/etc/default/kubelet"));
            node.reloadUnits();
          }
          node.files().createDirectories("/etc/default");
          node.files().write("/etc/default/kubelet", "KUBELET_EXTRA_ARGS=" + words + "\n");
        });
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
  }

  @Test
  void a_second_kubelet_fails_because_its_port_is_taken() {
    assertThat(node.typed("kubelet", "--config=" + PATH))
        .contains("Failed to listen and serve", "0.0.0.0:10250: bind: address already in use")
        .endsWith("\n1\n");
    assertThat(node.typed("kubelet", "--version")).isEqualTo("Kubernetes v1.37.2\n0\n");
    node.applySleeper("afterwards");
    node.passSeconds(2);
    assertThat(nameServers()).containsExactly("10.96.0.10");
  }

  @Test
  void a_node_ip_that_the_machine_lacks_is_not_reported() {
    node.run(
        () -> {
          String unit = "/usr/lib/systemd/system/kubelet.service";
          String text = node.files().readText(unit);
          node.files().write(unit, text.replace("bin/kubelet", "bin/kubelet --node-ip=192.0.2.1"));
          node.reloadUnits();
        });
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.log("Failed to set some node status fields"))
        .last()
        .asString()
        .contains("node IP: \\\"192.0.2.1\\\" not found in the host's network interfaces");
    assertThat(node.node().at("/status/addresses").toString()).contains("172.30.0.12");
  }
}
