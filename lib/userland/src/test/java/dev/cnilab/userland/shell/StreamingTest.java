package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands between two pipes pass on their output before their input ends. */
class StreamingTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "sed s/one/1/, 1",
        "sed -n /one/p, one",
        "tail -n +1, one",
        "tail -c +3, e",
        "grep one, one",
        "cat, one",
        "head -n 2, one"
      })
  void a_filter_passes_a_line_on_before_the_next_one_is_written(String command, String line) {
    assertThat(
            machine
                .sh(
                    "(echo one; sleep 9; echo two) | "
                        + command
                        + " | while read line; do echo $line $(date +%s) ; done > /tmp/seen &"
                        + " sleep 5; cut -d' ' -f1 /tmp/seen")
                .out())
        .isEqualTo(line + "\n");
  }
}
