package dev.cnilab.userland.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ps} in a busybox image; what is left unsaid here is compared with the real one. */
class BusyboxPsTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine(Distribution.BUSYBOX);

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh(script);
    return result.out() + result.err();
  }

  @Test
  void the_usual_columns_are_pid_user_time_and_command() {
    assertThat(sh("sleep 4000 & ps; kill $!").lines())
        .contains("PID   USER     TIME  COMMAND")
        .anyMatch(line -> line.matches(" +\\d+ root      0:00 sleep 4000"));
  }

  @Test
  void chosen_columns_replace_the_usual_ones() {
    assertThat(sh("sleep 4000 & ps -o comm,args,stat -o nice | grep ^sleep; kill $!"))
        .isEqualTo("sleep            sleep 4000 S        0\n");
  }

  @Test
  void a_column_without_a_heading_keeps_its_width() {
    assertThat(sh("sleep 4000 & ps -o user=,etime= | head -1; kill $!"))
        .isEqualTo("root      0:00\n");
  }

  @Test
  void a_heading_sets_the_width_of_its_column() {
    assertThat(sh("sleep 4000 & ps -o nice=N,comm | grep -w sleep; kill $!"))
        .isEqualTo("0 sleep\n");
  }

  @Test
  void an_unknown_column_is_rejected_with_the_known_ones() {
    assertThat(sh("ps -o pid,cpu; echo $?"))
        .isEqualTo(
            "1\nps: bad -o argument 'cpu', supported arguments: user,group,comm,args,pid,ppid,pgid,"
                + "etime,nice,rgroup,ruser,time,tty,vsz,sid,stat,rss\n");
  }
}
