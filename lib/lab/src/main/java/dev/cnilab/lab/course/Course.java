package dev.cnilab.lab.course;

import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Prediction;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.question.Verdict;
import java.util.List;
import java.util.Optional;

/** The steps, and what a learner does with them. */
public final class Course {

  private final List<Step> steps;
  private final ProgressFile progress;

  /** Takes the steps in their order, and where progress is kept. */
  public Course(List<Step> steps, ProgressFile progress) {
    this.steps = List.copyOf(steps);
    this.progress = progress;
  }

  public List<Step> steps() {
    return steps;
  }

  /** Brings the cluster into the state a step starts from. */
  public Advice begin(String number) {
    Step step = step(number);
    step.begin();
    progress.update(number, done -> done.begin());
    return new Advice("Step " + number + ", " + step.title() + ": the cluster is ready.", "");
  }

  /** Looks whether the cluster is as the step wants it. */
  public CheckResult check(String number) {
    List<CheckResult.Line> lines =
        step(number).expectations().stream()
            .map(expectation -> new CheckResult.Line(expectation.name(), expectation.now()))
            .toList();
    CheckResult result = new CheckResult(number, lines);
    progress.update(number, done -> done.checked(result.passed()));
    return result;
  }

  /** The next hint about the first expectation that is not met now. */
  public Advice hint(String number) {
    Optional<Expectation> missed =
        step(number).expectations().stream().filter(each -> !each.now().met()).findFirst();
    if (missed.isEmpty()) {
      return new Advice("Nothing is missing: check(\"" + number + "\") will pass.", "");
    }
    String name = missed.get().name();
    int given = progress.read().step(number).hints().getOrDefault(name, 0);
    int grade = Math.min(given + 1, missed.get().hints().size());
    progress.update(number, done -> done.hinted(name, grade));
    return new Advice(
        "Not met yet: %s.\nHint %d of %d: %s"
            .formatted(
                name, grade, missed.get().hints().size(), missed.get().hints().get(grade - 1)),
        "");
  }

  /** One right answer. */
  public Advice solution(String number) {
    Step step = step(number);
    progress.update(number, done -> done.sawSolution());
    return new Advice("One way to do step " + number + ". Others are as right.", step.solution());
  }

  /** Notes what the learner expects. Anything that is no letter of an answer just asks. */
  public Prediction predict(String id, String letter) {
    Step step = stepWith(id);
    Question question = question(step, id);
    if (!question.hasOption(letter)) {
      return new Prediction(question, "");
    }
    progress.update(step.number(), done -> done.predicted(id, letter));
    return new Prediction(question, letter);
  }

  /** Asks the cluster, and compares. */
  public Verdict verdict(String id) {
    Step step = stepWith(id);
    Question question = question(step, id);
    Observation observation = question.observation().get();
    String predicted = progress.read().step(step.number()).predictions().getOrDefault(id, "");
    if (!observation.letter().isEmpty()) {
      progress.update(step.number(), done -> done.observed(id, observation.letter()));
    }
    return new Verdict(question, predicted, observation);
  }

  public Report progress() {
    return new Report(steps, progress.read(), Notebooks.here());
  }

  private Step step(String number) {
    return steps.stream()
        .filter(step -> step.number().equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                LabException.of(
                    "could not find step " + number,
                    "the steps are " + steps.stream().map(Step::number).toList(),
                    Suggestions.NAME_A_STEP));
  }

  private Step stepWith(String id) {
    return steps.stream()
        .filter(step -> step.questions().stream().anyMatch(question -> question.id().equals(id)))
        .findFirst()
        .orElseThrow(
            () ->
                LabException.of(
                    "could not find the question " + id,
                    "the questions are "
                        + steps.stream()
                            .flatMap(step -> step.questions().stream())
                            .map(Question::id)
                            .toList(),
                    Suggestions.COPY_FROM_NOTEBOOK));
  }

  private static Question question(Step step, String id) {
    return step.questions().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }
}
