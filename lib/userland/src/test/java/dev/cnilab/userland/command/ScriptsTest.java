package dev.cnilab.userland.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs shell lines that were recorded on Debian, and compares; see {@code record-scripts.py}. */
class ScriptsTest {
  private static final String SANDBOX = RecordedAnswer.text("sandbox.sh");

  @TestFactory
  Stream<DynamicTest> a_line_of_shell_prints_the_same_as_in_debian() {
    Map<String, List<RecordedAnswer>> commands =
        RecordedAnswer.all("scripts.txt").stream()
            .collect(
                Collectors.groupingBy(
                    RecordedAnswer::command, LinkedHashMap::new, Collectors.toList()));
    return commands.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> each.getValue().forEach(real -> assertThat(ours(real)).isEqualTo(real))));
  }

  private static RecordedAnswer ours(RecordedAnswer real) {
    try (SandboxMachine machine = new SandboxMachine()) {
      String script = "PATH=/usr/sbin:/usr/bin\n" + SANDBOX + "\n" + real.line();
      return real.of(machine.sh(script));
    }
  }
}
