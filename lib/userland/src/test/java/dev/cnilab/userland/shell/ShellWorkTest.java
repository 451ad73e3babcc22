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
  void each_operand_of_an_expression_costs_cpu_time(String term) {
    long few = work(": $((1))");

    assertThat(work(": $((1" + term.repeat(2_000) + "))")).isGreaterThanOrEqualTo(few + 2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"eval \": '$x'\"", "cat <<E >/dev/null\n$(: \"$x\")\nE", "alias a=\"$x\""})
  void reading_characters_costs_cpu_time(String script) {
    long few = work(script.replace("$x", "a"));
    String many = "a".repeat(128_000);

    assertThat(work(script.replace("$x", many))).isGreaterThan(few + 1_000);
  }

  /** A line is read as a whole before its first command runs. */
  @Test
  void the_commands_of_a_long_line_count_as_memory() {
    machine.machine().cgroup().memory().setMax(16 << 20);

    assertThat(machine.sh("eval \"$(yes : | head -n 5000 | tr '\\n' ';')\"; echo $?").out())
        .isEqualTo("0\n");
    assertThat(machine.sh("eval \"$(yes : | head -n 60000 | tr '\\n' ';')\"").status())
        .isEqualTo(137);
  }

  @Test
  void a_line_that_has_run_frees_its_memory() {
    machine.machine().cgroup().memory().setMax(16 << 20);
    machine.sh("(yes : | head -n 5000 | tr '\\n' ';'; echo return) > /tmp/line");

    assertThat(machine.sh("for i in $(seq 30); do . /tmp/line; done; echo end").out())
        .isEqualTo("end\n");
  }

  /** Dash and bash end so; what a task keeps on its stack is not limited. */
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void a_trap_that_raises_its_own_signal_ends_in_a_segmentation_fault(String shell) {
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
