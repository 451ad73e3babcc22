package dev.cnilab.lab.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressFileTest {

  @TempDir Path folder;

  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(usual);
  }

  private ProgressFile file() {
    return new ProgressFile(folder.resolve("deep/progress.json"));
  }

  @Test
  void progress_is_empty_at_first() {
    assertThat(file().read()).isEqualTo(Progress.NONE);
  }

  @Test
  void progress_is_read_by_another_kernel() {
    file().update("03", done -> done.begin().predicted("ttl", "b").observed("ttl", "c"));
    file().update("03", done -> done.hinted("the pods are apart", 2).checked(true).sawSolution());
    StepProgress step = file().read().step("03");
    assertThat(step.begun()).isTrue();
    assertThat(step.passed()).isTrue();
    assertThat(step.checks()).isEqualTo(1);
    assertThat(step.solutionSeen()).isTrue();
    assertThat(step.hints()).containsEntry("the pods are apart", 2);
    assertThat(step.predictions()).containsEntry("ttl", "b");
    assertThat(step.predictionsRight()).isZero();
    assertThat(file().read().step("01")).isEqualTo(StepProgress.NONE);
  }

  @Test
  void a_passed_step_stays_passed() {
    file().update("03", done -> done.checked(true));
    file().update("03", done -> done.checked(false));
    assertThat(file().read().step("03").passed()).isTrue();
    assertThat(file().read().step("03").checks()).isEqualTo(2);
  }

  @Test
  void an_update_leaves_no_temporary_file() throws IOException {
    file().update("01", StepProgress::begin);
    try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("progress.json", "progress.json.lock");
    }
  }

  @Test
  void concurrent_updates_are_all_kept() {
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> file().update("02", done -> done.checked(false)));
    assertThat(file().read().step("02").checks()).isEqualTo(40);
  }

  @Test
  void a_file_truncated_anywhere_is_set_aside_unchanged() throws IOException {
    Path file = folder.resolve("progress.json");
    new ProgressFile(file).update("01", done -> done.begin().predicted("ttl", "b"));
    byte[] whole = Files.readAllBytes(file);
    int closed = new String(whole, StandardCharsets.UTF_8).strip().length();
    for (int kept = 0; kept < closed; kept++) {
      byte[] damaged = Arrays.copyOf(whole, kept);
      Files.write(file, damaged);
      assertThat(new ProgressFile(file).read()).isEqualTo(Progress.NONE);
      assertThat(aside()).hasBinaryContent(damaged);
      Files.delete(aside());
    }
  }

  static Stream<byte[]> whatIsNoProgress() {
    return Stream.of(
        new byte[] {(byte) 0xff, (byte) 0xfe, 0},
        "[]".getBytes(StandardCharsets.UTF_8),
        "{\"steps\": {\"01\": 5}}".getBytes(StandardCharsets.UTF_8),
        "{\"steps\": {\"01\": {\"hints\": {\"it runs\": \"two\"}}}}"
            .getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("whatIsNoProgress")
  void a_damaged_progress_file_is_set_aside_before_a_new_one_is_written(byte[] damaged)
      throws IOException {
    Path file = Files.write(folder.resolve("progress.json"), damaged);
    new ProgressFile(file).update("02", StepProgress::begin);
    assertThat(new ProgressFile(file).read().steps()).containsOnlyKeys("02");
    assertThat(aside()).hasBinaryContent(damaged);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("could not be read", aside().toString(), "progress starts from zero");
  }

  private Path aside() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().contains(".damaged-")).findFirst().orElseThrow();
    }
  }

  @Test
  void an_unwritable_directory_is_named_with_the_remedy() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () ->
                new ProgressFile(inTheWay.resolve("progress.json"))
                    .update("01", StepProgress::begin))
        .hasMessageContaining(inTheWay.toString())
        .hasMessageContaining("CNILAB_PROGRESS");
  }
}
