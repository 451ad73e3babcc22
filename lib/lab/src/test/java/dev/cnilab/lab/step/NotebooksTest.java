package dev.cnilab.lab.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps and their notebooks must agree. */
class NotebooksTest {

  private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks");
  private static final Pattern PREDICTION =
      Pattern.compile("predict\\(\"([^\"]+)\", \"([a-z])\"\\)");

  /** The steps' texts need no cluster. */
  @SuppressWarnings("NullAway")
  static List<Step> steps() {
    return Steps.on(new Scene(null, null, null, null, null, null), null);
  }

  private static List<Json> cells(Step step) throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().startsWith(step.number() + "-"))
              .findFirst()
              .orElseThrow();
      return Json.parse(Files.readString(file)).list("/cells");
    }
  }

  private static List<String> sources(Step step, String tag) throws IOException {
    return cells(step).stream()
        .filter(cell -> cell.texts("/metadata/tags").contains(tag))
        .map(cell -> cell.text("/source"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void every_line_of_a_solution_is_in_a_solution_cell(Step step) throws IOException {
    List<String> lines =
        sources(step, "solution").stream().flatMap(String::lines).map(String::strip).toList();
    for (String line : step.solution().lines().map(String::strip).toList()) {
      assertThat(lines).anyMatch(cell -> cell.equals(line) || cell.contains(line.replace(";", "")));
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void every_question_of_a_step_is_answered_with_one_of_its_letters(Step step) throws IOException {
    List<MatchResult> answers =
        PREDICTION.matcher(String.join("\n", sources(step, "solution"))).results().toList();
    assertThat(answers.stream().map(answer -> answer.group(1)))
        .containsExactlyInAnyOrderElementsOf(step.questions().stream().map(Question::id).toList());
    for (MatchResult answer : answers) {
      Question question =
          step.questions().stream()
              .filter(each -> each.id().equals(answer.group(1)))
              .findFirst()
              .orElseThrow();
      assertThat(question.hasOption(answer.group(2))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void every_pod_that_a_notebook_starts_is_known_for_cleanup(Step step) throws IOException {
    String code =
        String.join("\n", cells(step).stream().map(cell -> cell.text("/source")).toList());
    assertThat(Pattern.compile("(?:run|awaitReady)\\(\"([^\"=]+)\"").matcher(code).results())
        .allMatch(call -> Scene.PODS.contains(call.group(1)));
  }
}
