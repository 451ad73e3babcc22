package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deleted file frees its space when the last process that has it open exits. */
class DescriptorTest {
  private static final String USED = "df / | awk 'END { print $3 }'; ";

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd if=/dev/zero of=f bs=1M count=8 status=none",
        "head -c 8M /dev/zero >f",
        "head -c 8M /dev/zero | tee f >/dev/null",
        "fallocate -l 8M f",
        "head -c 8M /dev/zero >a; tar cf f a; rm a",
        "yes | head -n 1000000 >f; sed -i s/y/z/ f",
        "dd if=/dev/zero of=f bs=1M count=100000 status=none & sleep 0.001; kill -9 $!; wait",
      })
  void a_removed_file_frees_its_space_regardless_of_its_writer(String writing) {
    String[] used = machine.sh(USED + writing + "; " + USED + "rm f; " + USED).out().split("\n");

    assertThat(used).hasSize(3);
    assertThat(used[1]).as("while it is there").isNotEqualTo(used[0]);
    assertThat(used[2]).as("when it is gone").isEqualTo(used[0]);
  }

  @Test
  void the_open_files_of_a_command_are_listed_in_proc_fd() {
    assertThat(
            machine
                .sh("dd if=/dev/zero of=f bs=1M count=9000 & sleep 0.001; ls /proc/$!/fd; kill $!")
                .out())
        .isEqualTo("0\n1\n2\n3\n4\n");
  }
}
