package dev.cnilab.lab.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymptomTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_CONFIGURATION | container runtime network not ready: NetworkReady=false"
            + " reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not"
            + " initialized",
        "NO_NODE | 0/3 nodes are available: 1 node(s) had untolerated taint(s). no new claims to"
            + " deallocate",
        "NO_BINARY | failed to setup network for sandbox \"ab\": plugin type=\"flannelx\" failed"
            + " (add): failed to find plugin \"flannelx\" in path [/opt/cni/bin]",
        "NO_SUBNET_FILE | failed to setup network for sandbox \"ab\": plugin type=\"flannel\""
            + " failed (add): failed to load flannel 'subnet.env' file: open"
            + " /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for"
            + " this node.",
        "NO_ADDRESS | failed to setup network for sandbox \"ab\": plugin type=\"bridge\" failed"
            + " (add): failed to allocate for range 0: no IP addresses available in range set:"
            + " 10.244.1.1-10.244.1.6",
        "PLUGIN_FAILED | failed to setup network for sandbox \"ab\": plugin type=\"calico\" failed"
            + " (add): anything else",
        "NO_IMAGE | Failed to pull image \"ngnix\": not found"
      })
  void a_message_is_recognized_as_its_symptom(Symptom expected, String message) {
    assertThat(Symptom.of(message)).contains(expected);
    assertThat(expected.meaning()).isNotEmpty();
    assertThat(expected.suggestion()).isNotEmpty();
  }

  @Test
  void an_ordinary_message_is_not_a_symptom() {
    assertThat(Symptom.of("Successfully assigned default/web to worker-1")).isEmpty();
  }
}
