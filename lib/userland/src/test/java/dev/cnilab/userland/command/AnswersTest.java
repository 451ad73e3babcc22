package dev.cnilab.userland.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gives each command the arguments that Debian's were given, and compares what they answer. */
class AnswersTest {
  @TestFactory
  Stream<DynamicTest> a_command_answers_to_arguments_as_it_does_in_Debian() throws IOException {
    Map<String, String> known = Map.of();
    return RecordedAnswer.all("answers.txt").stream()
        .map(
            real ->
                DynamicTest.dynamicTest(
                    real.line(), () -> compare(real, Optional.ofNullable(known.get(real.line())))));
  }

  private static void compare(RecordedAnswer real, Optional<String> reason) {
    try (SandboxMachine machine = new SandboxMachine()) {
      SandboxMachine.Result ours = machine.run(List.of("sh", "-c", "PATH=/usr/sbin:/usr/bin; exec " + real.line()), "");
      assertThat(real.of(ours)).isEqualTo(real);
    }
  }
}
