package dev.cnilab.conformance.kubernetes.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineOutputTest {
  private static final String HEALTHY =
      """
      {
        "status": true,
        "reason": "",
        "message": ""
      }
      """;

  @Test
  void a_warning_about_the_captured_machine_is_removed() {
    String warned =
        HEALTHY
            .replace("true", "false")
            .replace("\"reason\": \"\"", "\"reason\": \"ContainerdHasDeprecationWarnings\"")
            .replace(
                "\"message\": \"\"",
                "\"message\": \"{\\\"io.containerd.deprecation/cgroup-v1\\\":\\\""
                    + "The support for cgroup v1 is deprecated since containerd v2.2 and will be"
                    + " removed by no later than May 2029. Upgrade the host to use cgroup v2."
                    + "\\\"}\"");

    assertThat(MachineOutput.withoutIt("node-2", warned)).isEqualTo(HEALTHY);
    assertThat(MachineOutput.withoutIt("node-2", warned.replace("removed", "devomer")))
        .as("other words about it")
        .contains("devomer");
  }

  @Test
  void the_first_port_of_a_bridge_is_moved_to_its_own_line() {
    String two = "cni0\t\t8000.fe531018a686\tno\t\tveth462aa3dd\n\t\t\t\tvethef53653b";

    assertThat(MachineOutput.withoutIt("node-1", two).lines().map(String::strip))
        .containsExactly("cni0\t\t8000.fe531018a686\tno", "veth462aa3dd", "vethef53653b");
  }

  @Test
  void another_warning_is_kept() {
    String other = HEALTHY.replace("\"reason\": \"\"", "\"reason\": \"NetworkPluginNotReady\"");

    assertThat(MachineOutput.withoutIt("node-2", other)).isEqualTo(other);
  }
}
