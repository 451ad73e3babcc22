package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Creates files of a given size and copies blocks. */
class DdTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh(script);
    return result.out() + result.err();
  }

  @Test
  void dd_copies_and_counts_blocks() {
    assertThat(sh("dd if=/dev/zero of=f bs=1K count=3 status=noxfer; wc -c <f"))
        .isEqualTo("3072\n3+0 records in\n3+0 records out\n");
    assertThat(sh("printf abcdef | dd bs=4 status=none skip=1")).isEqualTo("ef");
    assertThat(sh("printf abcdef | dd bs=4 status=noxfer of=g"))
        .isEqualTo("1+1 records in\n1+1 records out\n");
    assertThat(sh("dd if=/dev/zero of=f bs=1M count=2 2>&1 | tail -n1"))
        .startsWith("2097152 bytes (2.1 MB, 2.0 MiB) copied, ");
    assertThat(sh("printf abc | dd seek=1 status=none | cat"))
        .isEqualTo("dd: 'standard output': cannot seek: Illegal seek\n");
  }

  @Test
  void truncate_and_fallocate_set_the_size_of_a_file() {
    assertThat(
            sh("truncate -s 1M f; wc -c <f; truncate -s -1K f; wc -c <f; truncate -s 3 f; od -c f"))
        .isEqualTo("1048576\n1047552\n0000000  \\0  \\0  \\0\n0000003\n");
    assertThat(sh("fallocate -l 2KiB g; wc -c <g; fallocate -l 1K g; wc -c <g"))
        .isEqualTo("2048\n2048\n");
    assertThat(sh("fallocate -p -l 5 g")).contains("option '-p' is not available");
  }

  @Test
  void dd_reports_a_full_disk_and_counts_the_blocks_that_it_wrote() {
    assertThat(
            sh(
                "fallocate -l $(($(df . | sed -n '$s/  */ /gp' | cut -d' ' -f4) - 51200))K most;"
                    + " dd if=/dev/zero of=g bs=16M count=2000 status=noxfer"))
        .matches(
            "(?s)dd: error writing 'g': No space left on device\n"
                + "(\\d+)\\+0 records in\n\\d+\\+0 records out\n");
  }

  @Test
  void dd_fills_a_tmpfs_up_to_its_last_page() {
    assertThat(
            sh(
                "mkdir /t; mount -t tmpfs -o size=1m t /t; cd /t; echo started >start; (df . | tail"
                    + " -n1; dd if=/dev/zero of=big bs=1M count=3; df . | tail -n1) 2>&1"))
        .matches(
            """
            t +1024 +4 +1020 +1% /t
            dd: error writing 'big': No space left on device
            1\\+0 records in
            0\\+0 records out
            1044480 bytes \\(1.0 MB, 1020 KiB\\) copied, [0-9.e-]+ s, .*
            t +1024 +1024 +0 100% /t
            """);
    assertThat(
            sh(
                "cd /t; rm big; dd if=/dev/zero of=b bs=300k status=noxfer 2>&1;"
                    + " wc -c <b; echo more >>start; cat start"))
        .isEqualTo(
            """
            dd: error writing 'b': No space left on device
            4+0 records in
            3+0 records out
            1044480
            started
            more
            """);
  }
}
