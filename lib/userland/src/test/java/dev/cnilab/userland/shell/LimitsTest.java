package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ulimit}, with the output of dash and bash. */
class LimitsTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String run(String shell, String script) {
    SandboxMachine.Result result = machine.run(List.of(shell, "-c", script), "");
    return result.out() + result.err();
  }

  @Test
  void ulimit_a_lists_all_limits() {
    assertThat(run("sh", "ulimit -n 99; ulimit -a"))
        .startsWith("time(seconds)        unlimited\nfile(blocks)         unlimited\n")
        .contains("nofiles              99\n", "locked memory(kbytes) unlimited\n")
        .endsWith("rtprio               0\n");
    assertThat(run("bash", "ulimit -a"))
        .startsWith(
            "real-time non-blocking time  (microseconds, -R) unlimited\n"
                + "core file size              (blocks, -c) 0\n")
        .contains("open files                          (-n) 1024\n");
  }

  @Test
  void ulimit_reads_each_limit_by_its_option() {
    assertThat(run("sh", "ulimit; ulimit -s; ulimit -Sn; ulimit -H -p; ulimit -c 0"))
        .isEqualTo("unlimited\n8192\n1024\n2048\n");
    assertThat(run("sh", "ulimit -z; echo on")).contains("ulimit: Illegal option -z");
    assertThat(run("bash", "ulimit -z; echo $?"))
        .contains("2\n", "ulimit: -z: invalid option\nulimit: usage: ulimit [-SHabc");
    assertThat(run("bash", "ulimit -u 100")).contains("-u 100 is not available on this machine");
    assertThat(run("bash", "ulimit -n many")).contains("ulimit: many: invalid number");
  }
}
