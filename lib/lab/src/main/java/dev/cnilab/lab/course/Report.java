package dev.cnilab.lab.course;

import dev.cnilab.lab.progress.Progress;
import dev.cnilab.lab.progress.StepProgress;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * The learner's progress, and what to do next.
 *
 * @param notebooks the notebooks to link to
 */
public record Report(List<Step> steps, Progress progress, Notebooks notebooks) implements Tabular {

  public Report {
    steps = List.copyOf(steps);
  }

  @Override
  public View view() {
    String next =
        steps.stream()
            .filter(step -> !progress.step(step.number()).passed())
            .findFirst()
            .map(step -> "Next: step " + step.number() + " (" + notebooks.link(step) + ").")
            .orElse("You have done every step.");
    return View.empty()
        .grid(
            "Your progress",
            List.of("step", "", "check", "predictions", "hints", "solution"),
            steps,
            this::row)
        .note(next);
  }

  private List<Cell> row(Step step) {
    StepProgress done = progress.step(step.number());
    int hints = done.hints().values().stream().mapToInt(Integer::intValue).sum();
    return List.of(
        Cell.of(step.number()),
        Cell.of(notebooks.link(step)),
        done.passed() ? Cell.good("passed") : Cell.of(done.begun() ? "begun" : "not yet"),
        Cell.of(
            done.predictions().isEmpty()
                ? ""
                : done.predictionsRight() + " of " + done.predictions().size() + " right"),
        Cell.of(hints == 0 ? "" : hints),
        Cell.of(done.solutionSeen() ? "seen" : ""));
  }
}
