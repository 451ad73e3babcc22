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
  void the_end_of_a_flood_counts() {
    assertThat(said("head -c 30000000 /dev/zero | tr '\\0' x; echo; echo '" + ANSWER + "'", 60))
        .endsWith(ANSWER + "\n")
        .hasSizeLessThan(3 * LastWords.MOST);
  }

  @Test
  void one_that_floods_without_end_is_ended_and_has_said_nothing() {
    assertThat(said("yes", 2)).isEmpty();
  }

  @Test
  void one_that_ignores_its_end_is_ended() {
    assertThat(said("trap '' TERM INT; sleep 985", 1)).isEmpty();
  }

  @Test
  void a_process_it_leaves_running_neither_delays_its_answer_nor_goes_on() throws Exception {
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
  void a_text_in_place_of_a_list_is_no_answer() {
    assertThat(ProgramReply.parse("{\"causes\": \"none\"}")).isEqualTo(ProgramReply.NONE);
    assertThat(ProgramReply.parse(ANSWER)).isNotEqualTo(ProgramReply.NONE);
  }
}
