package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.Test;

/** {@code find -xdev} lists a mount point but does not descend into it. */
class FindOneFileSystemTest {
  @Test
  void xdev_and_mount_skip_mounted_directories() {
    try (SandboxMachine machine = new SandboxMachine()) {
      assertThat(machine.sh("find / -maxdepth 2 -xdev -path '/proc*'").out()).isEqualTo("/proc\n");
      assertThat(machine.sh("find /proc -maxdepth 1 -mount -name uptime").out())
          .isEqualTo("/proc/uptime\n");
    }
  }
}
