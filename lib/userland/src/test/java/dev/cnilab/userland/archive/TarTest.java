package dev.cnilab.userland.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TarTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @Test
  void tar_packs_and_unpacks_a_file_that_no_program_could_hold() {
    assertThat(
            sandbox
                .sh(
                    "cd /tmp; mkdir from to; truncate -s 40M from/big; echo end > from/small;"
                        + " tar cf - from | tar xf - -C to; stat -c '%n %s' to/from/*;"
                        + " tar cf - from | tar xOf - from/small")
                .out())
        .isEqualTo("to/from/big 41943040\nto/from/small 4\nend\n");
  }
}
