package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands that read the whole of a file which has no end. What they read counts as work and as
 * their memory, until the machine has no more and they are killed.
 */
class EndlessFilesTest {
  private static final long MEMORY = 16 << 20;

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @ParameterizedTest
  @ValueSource(
      strings = {
        ". /dev/zero",
        "bash /dev/zero",
        "curl -d @/dev/zero http://127.0.0.1:1/",
        "nft -f /dev/zero",
        "ip -batch /dev/zero",
        "iptables-restore /dev/zero",
        "sysctl -p /dev/zero"
      })
  void a_reader_of_an_endless_file_is_killed_when_memory_runs_out(String command) {
    machine.machine().cgroup().memory().setMax(MEMORY);
    Duration before = machine.machine().cgroup().cpu().usage();
    SandboxMachine.Result result =
        machine.run(List.of("sh", "-c", "PATH=/usr/sbin:/usr/bin; " + command), "");

    assertThat(result.status()).isEqualTo(137);
    assertThat(machine.machine().cgroup().cpu().usage().minus(before))
        .isGreaterThan(Duration.ofMillis(1));
  }
}
