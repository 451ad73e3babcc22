package dev.cnilab.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that misbehave. */
class ProgramTest {

  private static final String ANSWER = "{\"causes\": []}";

  @TempDir private Path folder;

  private String said(String command, int seconds) {
    return new OnCallProgram(
            command, new ProgramLimits(Duration.ofSeconds(seconds), ProgramLimits.UNLIMITED))
        .said(Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString()));
  }

  @Test
  void the_last_output_of_a_verbose_program_is_kept() {
    assertThat(said("head -c 30000000 /dev/zero | tr '\\0' x; echo; echo '" + ANSWER + "'", 60))
        .endsWith(ANSWER + "\n")
        .hasSizeLessThan(3 * LastWords.MOST);
  }

  @Test
  void an_endlessly_printing_program_is_ended_and_has_no_answer() {
    assertThat(said("yes", 2)).isEmpty();
  }

  @Test
  void a_program_that_ignores_sigterm_is_killed() {
    assertThat(said("trap '' TERM INT; sleep 985", 1)).isEmpty();
  }

  @Test
  void a_child_left_running_does_not_delay_the_answer_and_is_killed() throws Exception {
    Instant begun = Instant.now();
    Path left = folder.resolve("left");

    assertThat(said("(sleep 984 & echo $! > " + left + "); sleep 0.5; echo '" + ANSWER + "'", 60))
        .isEqualTo(ANSWER + "\n");

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    Path process = Path.of("/proc", Files.readString(left).strip(), "cmdline");
    // Until its new parent reaps it, an ended process exists without a command.
    assertThat(Files.exists(process) ? Files.readString(process) : "").isEmpty();
  }

  @Test
  void causes_given_as_a_string_are_no_answer() {
    assertThat(ProgramReply.parse("{\"causes\": \"none\"}")).isEqualTo(ProgramReply.NONE);
    assertThat(ProgramReply.parse(ANSWER)).isNotEqualTo(ProgramReply.NONE);
  }
}
