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
  void the_init_of_a_pid_namespace_ignores_signals_that_it_does_not_handle() {
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
  void killing_its_init_ends_a_whole_pid_namespace() {
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
  void the_init_of_the_machine_survives_sigkill() {
    assertThat(sandbox.sh("kill -9 1; echo alive").out()).isEqualTo("alive\n");
  }

  @Test
  void an_executable_needs_its_content_and_the_x_bit() {
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
  void a_busy_process_lets_other_processes_run() {
    Result result = sandbox.sh("while :; do :; done & sleep 1; kill $!; echo went on");
    assertThat(result.out()).isEqualTo("went on\n");
  }

  @Test
  void the_writer_of_a_pipe_ends_when_its_reader_is_gone() {
    assertThat(sandbox.sh("yes | head -n 1; echo $?").out()).isEqualTo("y\n0\n");
  }

  @Test
  void a_trap_of_a_shell_runs_before_the_next_command() {
    Result result =
        sandbox.sh("trap 'echo got it' TERM; (sleep 1; kill $$) & wait; echo $?; sleep 2");
    assertThat(result.out()).isEqualTo("got it\n143\n");
  }

  @Test
  void an_event_driven_program_cannot_be_stopped() {
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
  void a_stopped_process_keeps_signals_other_than_kill_pending_until_cont() {
    Result result =
        sandbox.sh(
            "sh -c 'trap \"echo told; exit 3\" USR1; while true; do sleep 1; done' & p=$!\n"
                + "sleep 1; kill -STOP $p; kill -USR1 $p; sleep 9; kill -CONT $p; wait $p; echo"
                + " $?\n"
                + "sleep 99 & kill -TSTP $!; kill -KILL $!; wait $!; echo $?");
    assertThat(result.out()).isEqualTo("told\n3\n137\n");
  }
}
