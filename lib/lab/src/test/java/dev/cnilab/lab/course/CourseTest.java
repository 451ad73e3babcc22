package dev.cnilab.lab.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {

  @TempDir Path folder;
  private final Lamp lamp = new Lamp();
  private final Neighbours neighbours = new Neighbours();
  private Course course;

  /** A step about a lamp that should be on. */
  private static final class Lamp implements Step {
    boolean plugged = true;
    boolean on;
    Leeway leeway = Leeway.NONE;

    @Override
    public Leeway leeway() {
      return leeway;
    }

    @Override
    public String number() {
      return "42";
    }

    @Override
    public String title() {
      return "light";
    }

    @Override
    public void begin() {
      on = false;
    }

    @Override
    public List<Expectation> expectations() {
      return List.of(
          new Expectation(
              "the lamp is plugged in",
              () -> {
                if (!plugged) {
                  throw LabException.of("could not see the lamp", "no plug", "Look at the wall.");
                }
                return Finding.met("plugged in");
              },
              List.of("p1", "p2", "p3")),
          new Expectation(
              "the lamp is on",
              () -> on ? Finding.met("on") : Finding.missed("off", "Look at the switch."),
              List.of("vague", "closer", "exact")));
    }

    @Override
    public String solution() {
      return "on = true";
    }

    @Override
    public List<Question> questions() {
      return List.of(
          new Question(
              "dark",
              "Is it dark?",
              List.of("no", "yes"),
              () -> plugged ? new Observation(on ? "a" : "b", "on=" + on) : Observation.none("?")));
    }
  }

  /** Sit in the light of the fuse that a repair may blow. */
  private static final class Neighbours implements Outside {
    String remembered = "";
    boolean dark;
    String since = "";

    @Override
    public Optional<String> notBegun(Step step) {
      return since.isEmpty() ? Optional.empty() : Optional.of(since);
    }

    @Override
    public void remember(String step) {
      remembered = step;
    }

    @Override
    public Finding untouched(Step step) {
      return dark ? Finding.missed("the neighbours sit in the dark", "Fuse.") : Finding.met("-");
    }
  }

  @BeforeEach
  void open() {
    course =
        new Course(List.of(lamp), new ProgressFile(folder.resolve("progress.json")), neighbours);
  }

  @Test
  void a_step_with_its_own_clusters_ignores_changes_on_this_one() {
    lamp.leeway = Leeway.EVERYTHING;
    course.begin("42");
    lamp.on = true;
    neighbours.dark = true;
    assertThat(neighbours.remembered).isEmpty();
    assertThat(course.check("42").passed()).isTrue();
  }

  @Test
  void a_failed_check_shows_expectation_finding_and_next_step() {
    CheckResult check = course.check("42");
    assertThat(check.passed()).isFalse();
    assertThat(check.view().text())
        .contains("the lamp is on")
        .contains("✗ not yet")
        .contains("off")
        .contains("Look at the switch.")
        .contains("Expectations met: 1 of 2");
  }

  @Test
  void a_check_passes_when_the_state_is_right() {
    lamp.on = true;
    assertThat(course.check("42").passed()).isTrue();
    assertThat(course.progress().view().text()).contains("✓ passed").contains("every step");
  }

  @Test
  void a_check_first_reports_that_another_step_has_begun() {
    lamp.on = true;
    neighbours.since = "the step that began last is 41";
    CheckResult check = course.check("42");
    assertThat(check.passed()).isFalse();
    assertThat(check.lines().getFirst().expectation())
        .isEqualTo("the cluster is in the state of step 42");
    assertThat(check.lines().getFirst().finding().found()).isEqualTo(neighbours.since);
    assertThat(check.lines().getFirst().finding().next()).endsWith("begin(\"42\")");
    assertThat(course.hint("42").view().text()).contains("the cluster is in the state of step 42");
  }

  @Test
  void a_verdict_repeated_after_the_repair_shows_the_earlier_observation() {
    course.predict("dark", "a");
    course.verdict("dark");
    lamp.plugged = false;
    assertThat(course.verdict("dark").view().text())
        .contains("does not show it any more")
        .contains("You expected a, no. It is b, yes.");
  }

  @Test
  void begin_remembers_the_state_of_other_objects() {
    course.begin("42");
    assertThat(neighbours.remembered).isEqualTo("42");
  }

  @Test
  void a_repair_that_breaks_other_things_does_not_pass() {
    lamp.on = true;
    neighbours.dark = true;
    assertThat(course.check("42").passed()).isFalse();
    assertThat(course.check("42").view().text()).contains("the neighbours sit in the dark");
    assertThat(course.hint("42").text()).contains("all else is as begin(\"42\") left it");
  }

  @Test
  void damage_elsewhere_is_not_shown_before_the_repair_is_done() {
    neighbours.dark = true;
    assertThat(course.check("42").view().text()).doesNotContain("in the dark");
  }

  @Test
  void the_progress_report_links_to_the_next_notebook() {
    Notebooks notebooks = new Notebooks(List.of("41-dark.ipynb", "42-light.ipynb"));
    ProgressFile file = new ProgressFile(folder.resolve("progress.json"));
    View report = new Report(List.of(lamp), file.read(), notebooks).view();
    assertThat(report.text()).contains("Next: step 42 (light).");
    assertThat(report.html()).contains("Next: step 42 (<a href=\"42-light.ipynb\">light</a>).");
    View elsewhere = new Report(List.of(lamp), file.read(), new Notebooks(List.of())).view();
    assertThat(elsewhere.html()).contains("Next: step 42 (light).");
  }

  @Test
  void a_check_result_is_machine_readable() {
    assertThat(course.check("42").data().get("application/vnd.cnilab.check+json"))
        .asString()
        .contains("expectation=the lamp is on")
        .contains("passed=false")
        .contains("next=Look at the switch.");
  }

  @Test
  void an_exception_during_a_check_becomes_a_finding() {
    lamp.plugged = false;
    CheckResult check = course.check("42");
    assertThat(check.lines().getFirst().finding())
        .isEqualTo(Finding.missed("could not see the lamp: no plug", "Look at the wall."));
  }

  @Test
  void hints_get_clearer_and_follow_the_first_missing_expectation() {
    assertThat(course.hint("42").text()).contains("the lamp is on", "1 of 3", "vague");
    assertThat(course.hint("42").text()).contains("closer");
    lamp.plugged = false;
    assertThat(course.hint("42").text()).contains("plugged in", "p1");
    lamp.plugged = true;
    assertThat(course.hint("42").text()).contains("exact");
    assertThat(course.hint("42").text()).contains("exact");
    lamp.on = true;
    assertThat(course.hint("42").text()).contains("Nothing is missing");
  }

  @Test
  void a_prediction_is_compared_with_what_the_cluster_shows() {
    course.predict("dark", "a");
    assertThat(course.verdict("dark").view().text()).contains("You expected a, no. It is b, yes.");
  }

  @Test
  void a_prediction_is_final_once_its_verdict_has_been_seen() {
    course.predict("dark", "a");
    course.verdict("dark");
    assertThat(course.predict("dark", "b").view().text()).contains("your prediction stays a");
    assertThat(course.verdict("dark").right()).isFalse();
    assertThat(course.progress().view().text()).contains("0 of 1 right");
  }

  @Test
  void a_prediction_after_the_verdict_is_too_late() {
    course.verdict("dark");
    assertThat(course.predict("dark", "b").view().text()).contains("too late to predict");
    assertThat(course.verdict("dark").right()).isFalse();
  }

  @Test
  void a_prediction_can_be_changed_before_its_verdict() {
    course.predict("dark", "a");
    course.predict("dark", "b");
    assertThat(course.verdict("dark").right()).isTrue();
  }

  @Test
  void an_invalid_letter_is_rejected_with_the_valid_ones() {
    assertThat(course.predict("dark", "z").view().text())
        .contains("\"z\" is not one of the answers; use a, b.");
  }

  @Test
  void a_prediction_accepts_a_capital_letter() {
    course.predict("dark", " B ");
    assertThat(course.verdict("dark").right()).isTrue();
  }

  @Test
  void a_question_mark_is_not_accepted_as_a_prediction() {
    assertThat(course.predict("dark", "?").view().text()).contains("Replace the `?` with a letter");
    lamp.plugged = false;
    assertThat(course.verdict("dark").view().text()).contains("nothing to compare yet");
  }

  @Test
  void a_solution_shows_code_and_its_use_is_recorded() {
    assertThat(course.solution("42").view().text()).contains("on = true");
    assertThat(course.progress().view().text()).contains("seen");
  }

  @Test
  void unknown_steps_and_questions_are_rejected_with_the_known_ones() {
    assertThatThrownBy(() -> course.check("7"))
        .hasMessageContaining("7")
        .hasMessageContaining("[42]");
    assertThatThrownBy(() -> course.predict("drak", "a"))
        .hasMessageStartingWith("could not find the question drak: did you mean dark?");
  }

  @Test
  void an_expectation_needs_three_hints() {
    assertThatThrownBy(() -> new Expectation("x", () -> Finding.met(""), List.of("one")))
        .hasMessageContaining("1 hints");
  }
}
