package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell does without an end lets others run, and ends as in a real one. */
class ShellWorkTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private long work(String script) {
    Duration before = machine.machine().cgroup().cpu().usage();
    machine.sh(script);
    return machine.machine().cgroup().cpu().usage().minus(before).toNanos() / 1000;
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1", " * (2 - 1)", "|~7"})
  void each_operand_of_an_expression_is_work(String term) {
    long few = work(": $((1))");

    assertThat(work(": $((1" + term.repeat(2_000) + "))")).isGreaterThanOrEqualTo(few + 2_000);
  }

  /** Dash and bash end so; what a task keeps on its stack is not limited. */
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void a_trap_that_always_brings_its_own_signal_ends_in_a_segmentation_fault(String shell) {
    SandboxMachine.Result result =
        machine.run(
            List.of(shell, "-c", "trap 'kill -USR1 $$' USR1; kill -USR1 $$; echo after"), "");

    assertThat(result.status()).isEqualTo(139);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void a_trap_may_run_any_number_of_times() {
    String script =
        "n=0; trap 'n=$((n+1))' USR1; while [ $n -lt 6000 ]; do kill -USR1 $$; done; echo $n";

    assertThat(machine.sh(script).out()).isEqualTo("6000\n");
  }
}
