package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import dev.cnilab.userland.shell.SandboxMachine.Result;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProcessTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();
  private final Machine machine = sandbox.machine();

  private Process inNewPidNamespace(String... command) {
    return sandbox
        .loop()
        .call(
            () -> {
              Namespaces own =
                  machine
                      .processes()
                      .init()
                      .namespaces()
                      .with(machine.processes().pids().newChild());
              return machine.start(ProcessSpec.of(command).namespaces(own));
            });
  }

  @Test
  void a_thousand_sleeping_processes_need_no_thread() {
    int before = Thread.activeCount();
    sandbox
        .loop()
        .call(
            () -> {
              for (int i = 0; i < 1000; i++) {
                machine.start(ProcessSpec.of("sleep", "1d"));
              }
              return null;
            });
    sandbox.loop().advance(Duration.ofSeconds(1));
    assertThat(sandbox.sh("ps -e | grep -c sleep").out()).isEqualTo("1000\n");
    assertThat(Thread.activeCount()).isLessThan(before + 20);
  }

  @Test
  void the_first_process_of_a_pid_namespace_ignores_what_it_does_not_handle() {
    Process init = inNewPidNamespace("sleep", "1d");
    sandbox.loop().advance(Duration.ofSeconds(1));
    sandbox
        .loop()
        .call(
            () -> {
              init.kill(Signal.TERM);
              return null;
            });
    assertThat(sandbox.loop().call(init::isAlive)).isTrue();
    sandbox
        .loop()
        .call(
            () -> {
              init.kill(Signal.KILL);
              return null;
            });
    assertThat(sandbox.loop().call(init::status)).isEqualTo(137);
  }

  @Test
  void with_its_init_a_whole_pid_namespace_ends() {
    Process init = inNewPidNamespace("sh", "-c", "sleep 1d & sleep 1d; true");
    sandbox.loop().advance(Duration.ofSeconds(1));
    assertThat(sandbox.sh("ps -e | grep -c sleep").out()).isEqualTo("2\n");
    sandbox
        .loop()
        .call(
            () -> {
              init.kill(Signal.KILL);
              return null;
            });
    assertThat(sandbox.sh("ps -e | grep -c sleep").out()).isEqualTo("0\n");
  }

  @Test
  void the_machine_itself_outlives_kill() {
    assertThat(sandbox.sh("kill -9 1; echo alive").out()).isEqualTo("alive\n");
  }

  @Test
  void an_executable_is_its_content_and_its_x_bit() {
    Result result =
        sandbox.sh(
            """
            cp /usr/bin/echo ./say; ./say copied
            chmod -x say; ./say no; echo $?
            chmod +x say; echo garbage > say; ./say; echo $?
            mv /usr/bin/echo /usr/bin/gone; /usr/bin/echo x; echo $?
            """);
    assertThat(result.out()).isEqualTo("copied\n126\n127\n127\n");
    assertThat(result.err())
        .isEqualTo(
            """
            sh: 2: ./say: Permission denied
            ./say: 1: garbage: not found
            sh: 4: /usr/bin/echo: not found
            """);
  }

  @Test
  void a_process_that_never_waits_lets_others_run() {
    Result result = sandbox.sh("while :; do :; done & sleep 1; kill $!; echo went on");
    assertThat(result.out()).isEqualTo("went on\n");
  }

  @Test
  void nobody_reading_a_pipe_ends_the_writer() {
    assertThat(sandbox.sh("yes | head -n 1; echo $?").out()).isEqualTo("y\n0\n");
  }

  @Test
  void a_signal_handler_of_a_shell_runs_before_it_goes_on() {
    Result result =
        sandbox.sh("trap 'echo got it' TERM; (sleep 1; kill $$) & wait; echo $?; sleep 2");
    assertThat(result.out()).isEqualTo("got it\n143\n");
  }

  @Test
  void a_program_whose_events_would_go_on_cannot_be_stopped() {
    Process server =
        sandbox
            .loop()
            .call(
                () -> {
                  EventProgram serves = process -> {};
                  return machine.start(ProcessSpec.of("server").body(serves));
                });
    Result stopped = sandbox.sh("/usr/bin/kill -STOP " + server.pid());
    assertThat(stopped.err())
        .isEqualTo("/usr/bin/kill: (" + server.pid() + "): Operation not supported\n");
    assertThat(server.signals().isStopped()).isFalse();
  }

  @Test
  void a_stopped_process_ends_by_KILL_and_keeps_other_signals_until_CONT() {
    Result result =
        sandbox.sh(
            "sh -c 'trap \"echo told; exit 3\" USR1; while true; do sleep 1; done' & p=$!\n"
                + "sleep 1; kill -STOP $p; kill -USR1 $p; sleep 9; kill -CONT $p; wait $p; echo"
                + " $?\n"
                + "sleep 99 & kill -TSTP $!; kill -KILL $!; wait $!; echo $?");
    assertThat(result.out()).isEqualTo("told\n3\n137\n");
  }
}
