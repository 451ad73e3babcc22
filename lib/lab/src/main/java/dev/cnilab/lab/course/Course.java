package dev.cnilab.lab.course;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Nearest;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.progress.StepProgress;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Prediction;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.question.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps, and a learner's actions on them. */
public final class Course {

  private final List<Step> steps;
  private final ProgressFile progress;
  private final Outside outside;

  /**
   * Creates a course of steps in order.
   *
   * @param progress stores the progress
   * @param outside tells whether anything but the repair has changed the cluster
   */
  public Course(List<Step> steps, ProgressFile progress, Outside outside) {
    this.steps = List.copyOf(steps);
    this.progress = progress;
    this.outside = outside;
  }

  public List<Step> steps() {
    return steps;
  }

  /** Brings the cluster into the step's starting state. */
  public Advice begin(String number) {
    Step step = step(number);
    step.begin();
    if (happensHere(step)) {
      outside.remember(number);
    }
    progress.update(number, done -> done.begin());
    return new Advice("Step %s (%s): the cluster is ready.".formatted(number, step.title()), "");
  }

  /** Checks whether the cluster meets the step's expectations. */
  public CheckResult check(String number) {
    CheckResult result = new CheckResult(number, looked(step(number)));
    progress.update(number, done -> done.checked(result.passed()));
    return result;
  }

  /**
   * The findings. Other changes are checked only once the repair is complete, because they would
   * give the cause away.
   */
  private List<CheckResult.Line> looked(Step step) {
    List<CheckResult.Line> lines = new ArrayList<>();
    step.expectations().forEach(each -> lines.add(line(each)));
    if (happensHere(step)) {
      if (outside.notBegun(step).isPresent()) {
        lines.addFirst(line(begun(step)));
      } else if (lines.stream().allMatch(line -> line.finding().met())) {
        lines.add(line(untouched(step)));
      }
    }
    return lines;
  }

  private static CheckResult.Line line(Expectation expectation) {
    return new CheckResult.Line(expectation.name(), expectation.now());
  }

  /** Two notebooks may be open, and the cluster has one state. */
  private Expectation begun(Step step) {
    String begin = "begin(\"" + step.number() + "\")";
    return new Expectation(
        "the cluster is in the state of step " + step.number(),
        () ->
            outside
                .notBegun(step)
                .map(why -> Finding.missed(why, Suggestions.begin(step.number())))
                .orElseGet(() -> Finding.met(begin)),
        List.of(
            "The cluster has one state, and each begin(…) makes another. Which was the last?",
            "What you had repaired for this step is gone with the next begin(…).",
            "Start this step again: " + begin));
  }

  /** Whether a step's repair is done on this cluster, so that other changes are checked. */
  private static boolean happensHere(Step step) {
    return !step.leeway().equals(Leeway.EVERYTHING);
  }

  private Expectation untouched(Step step) {
    String begin = "begin(\"" + step.number() + "\")";
    return new Expectation(
        "all else is as " + begin + " left it",
        () -> outside.untouched(step),
        List.of(
            "A repair that breaks something else is no repair. What else has yours changed?",
            "check(\"" + step.number() + "\") names what has changed, and where.",
            "Put that back, or call " + begin + " and repair less."));
  }

  /** The next hint for the first expectation that is not met. */
  public Advice hint(String number) {
    Step step = step(number);
    List<CheckResult.Line> lines = looked(step);
    Optional<Expectation> missed =
        Stream.of(Stream.of(begun(step)), step.expectations().stream(), Stream.of(untouched(step)))
            .flatMap(each -> each)
            .filter(each -> lines.stream().anyMatch(line -> line.isMissed(each.name())))
            .findFirst();
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

  /** A correct answer. */
  public Advice solution(String number) {
    Step step = step(number);
    progress.update(number, done -> done.sawSolution());
    return new Advice("One way to do step " + number + ". Others are as right.", step.solution());
  }

  /**
   * Records the learner's prediction. An invalid letter only asks the question; after the verdict
   * was seen, the prediction stays as it was.
   */
  public Prediction predict(String id, String letter) {
    Step step = stepWith(id);
    Question question = question(step, id);
    StepProgress done = progress.read().step(step.number());
    if (done.outcomes().containsKey(id)) {
      return Prediction.afterwards(question, done.predictions().getOrDefault(id, ""));
    }
    String chosen = letter.strip().toLowerCase(Locale.ROOT);
    if (!question.hasOption(chosen)) {
      return Prediction.asking(question, letter);
    }
    progress.update(step.number(), each -> each.predicted(id, chosen));
    return Prediction.noted(question, chosen);
  }

  /** Queries the cluster and compares. */
  public Verdict verdict(String id) {
    Step step = stepWith(id);
    Question question = question(step, id);
    Observation observation = question.observation().get();
    String kept = progress.read().step(step.number()).predictions().getOrDefault(id, "");
    String predicted = question.hasOption(kept) ? kept : ""; // an older version had other answers
    String seen = progress.read().step(step.number()).outcomes().getOrDefault(id, "");
    String before = question.hasOption(seen) ? seen : "";
    if (!observation.letter().isEmpty()) {
      progress.update(step.number(), done -> done.observed(id, observation.letter()));
    }
    return new Verdict(question, predicted, observation, before);
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
                    Nearest.to(id, questions())
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("no step asks one of that name"),
                    Suggestions.COPY_FROM_NOTEBOOK));
  }

  private List<String> questions() {
    return steps.stream().flatMap(step -> step.questions().stream()).map(Question::id).toList();
  }

  private static Question question(Step step, String id) {
    return step.questions().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }
}
