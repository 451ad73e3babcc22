package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bridges and their ports in /sys; the numbers are those of Linux 6.18. */
class BridgeFilesTest {
  private static final String BRIDGE =
      "ip link add br0 type bridge; ip link add v1 type veth peer name v2;"
          + " ip link set v1 master br0; ip link set v1 up; ip link set v2 up;"
          + " ip link set br0 up; sleep 1";

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @BeforeEach
  void addBridge() {
    machine.sh("PATH=/usr/sbin:/usr/bin; " + BRIDGE);
  }

  private String sh(String script) {
    SandboxMachine.Result result =
        machine.sh("PATH=/usr/sbin:/usr/bin; cd /sys/class/net; " + script);
    return result.out() + result.err();
  }

  @Test
  void sysfs_shows_the_settings_of_a_bridge() {
    assertThat(sh("cd br0/bridge; cat forward_delay ageing_time multicast_snooping hash_max"))
        .isEqualTo("1500\n30000\n1\n4096\n");
    assertThat(sh("cat br0/flags br0/speed v1/flags v1/speed lo/flags"))
        .isEqualTo("0x1003\n10000\n0x1303\n10000\n0x8\n");
  }

  @Test
  void hairpin_mode_of_a_port_can_be_set_through_the_sysfs_of_its_bridge() {
    assertThat(
            sh(
                "cat /sys/devices/virtual/net/br0/brif/*/hairpin_mode;"
                    + " echo 1 > br0/brif/v1/hairpin_mode; cat v1/brport/hairpin_mode;"
                    + " bridge -d link show dev v1 | grep -o 'hairpin o[nf]*'"))
        .isEqualTo("0\n1\nhairpin on\n");
  }

  @Test
  void values_written_to_sysfs_are_shown_by_ip_and_checked() {
    assertThat(
            sh(
                "echo 100 > br0/bridge/ageing_time; ip -d link show br0 | grep -o 'ageing_time"
                    + " [0-9]*'"))
        .isEqualTo("ageing_time 100\n");
    assertThat(sh("echo 1400 > v1/mtu; cat v1/mtu; ip link set br0 type bridge hello_time 1"))
        .isEqualTo("1400\nRTNETLINK answers: Numerical result out of range\n");
    assertThat(sh("echo x > br0/bridge/priority")).isEqualTo("sh: 1: echo: echo: I/O error\n");
    assertThat(sh("bash -c 'echo x > br0/bridge/priority'")).contains("Invalid argument");
  }
}
