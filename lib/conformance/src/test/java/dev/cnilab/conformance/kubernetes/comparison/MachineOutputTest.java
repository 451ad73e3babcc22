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
  void what_is_said_of_the_captured_machine_may_span_lines() {
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
  void a_port_that_happens_to_be_the_first_of_its_bridge_is_like_the_others() {
    String two = "cni0\t\t8000.fe531018a686\tno\t\tveth462aa3dd\n\t\t\t\tvethef53653b";

    assertThat(MachineOutput.withoutIt("node-1", two).lines().map(String::strip))
        .containsExactly("cni0\t\t8000.fe531018a686\tno", "veth462aa3dd", "vethef53653b");
  }

  @Test
  void a_warning_about_another_thing_counts() {
    String other = HEALTHY.replace("\"reason\": \"\"", "\"reason\": \"NetworkPluginNotReady\"");

    assertThat(MachineOutput.withoutIt("node-2", other)).isEqualTo(other);
  }
}
