package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the kernel tells about itself. */
class KernelCommandsTest {
  private final SandboxMachine machine = new SandboxMachine();

  @AfterEach
  void close() {
    machine.close();
  }

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void lsmod_shows_what_proc_modules_holds() {
    assertThat(sh("lsmod"))
        .startsWith("Module                  Size  Used by\nvxlan                 114688  0\n");
  }

  @Test
  void lsns_shows_the_namespaces_of_processes() {
    String net = sh("readlink /proc/1/ns/net").replaceAll("\\D", "");
    assertThat(sh("lsns -t net").lines().toList())
        .element(1)
        .asString()
        .startsWith(net + " net ")
        .contains(" 1 root /sbin/init");
    assertThat(sh("ip netns add a; ip netns exec a sleep 9 & sleep 1; lsns -t net -n | wc -l"))
        .isEqualTo("2\n");
    assertThat(sh("lsns -t nosuch")).isEqualTo("lsns: unknown namespace type: nosuch\n");
  }

  @Test
  void tcpdump_lists_what_it_can_capture_on() {
    assertThat(sh("ip link set lo up; tcpdump -D"))
        .isEqualTo(
            """
            1.any (Pseudo-device that captures on all interfaces) [Up, Running]
            2.lo [Up, Running, Loopback]
            """);
  }

  @Test
  void dmesg_tells_the_lines_of_the_kernel() {
    machine
        .loop()
        .call(
            () -> {
              machine.machine().journal().append("", "kernel", 0, "eth0: renamed");
              machine.machine().journal().append("", "systemd", 1, "no line of the kernel");
              return true;
            });
    assertThat(sh("dmesg -t | tail -n1")).isEqualTo("eth0: renamed\n");
    assertThat(sh("dmesg | tail -n1")).matches("\\[ +\\d+\\.\\d{6}] eth0: renamed\n");
    assertThat(sh("dmesg -C")).startsWith("dmesg: option '-C' is not available");
  }
}
