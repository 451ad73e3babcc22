package dev.cnilab.lab.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {

  @TempDir Path folder;

  private ProgressFile file() {
    return new ProgressFile(folder.resolve("deep/progress.json"));
  }

  @Test
  void nothing_is_noted_at_first() {
    assertThat(file().read()).isEqualTo(Progress.NONE);
  }

  @Test
  void what_is_noted_is_read_again_by_another_kernel() {
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
  void a_step_once_passed_stays_passed() {
    file().update("03", done -> done.checked(true));
    file().update("03", done -> done.checked(false));
    assertThat(file().read().step("03").passed()).isTrue();
    assertThat(file().read().step("03").checks()).isEqualTo(2);
  }

  @Test
  void the_file_is_replaced_in_one_move_and_leaves_nothing_half_written() throws IOException {
    file().update("01", StepProgress::begin);
    try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("progress.json", "progress.json.lock");
    }
  }

  @Test
  void kernels_that_write_at_once_lose_nothing() {
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> file().update("02", done -> done.checked(false)));
    assertThat(file().read().step("02").checks()).isEqualTo(40);
  }

  @Test
  void a_damaged_file_is_set_aside_not_emptied() throws IOException {
    Path damaged = folder.resolve("progress.json");
    Files.writeString(damaged, "{\"steps\": {\"01\": {\"pass");
    assertThat(new ProgressFile(damaged).read()).isEqualTo(Progress.NONE);
    try (Stream<Path> files = Files.list(folder)) {
      Path aside =
          files.filter(path -> path.toString().contains(".damaged-")).findFirst().orElseThrow();
      assertThat(aside).hasContent("{\"steps\": {\"01\": {\"pass");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_named_with_the_remedy() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () ->
                new ProgressFile(inTheWay.resolve("progress.json"))
                    .update("01", StepProgress::begin))
        .hasMessageContaining(inTheWay.toString())
        .hasMessageContaining("CNILAB_PROGRESS");
  }
}
