package dev.cnilab.lab.progress;

import dev.cnilab.lab.client.message.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The progress in one step.
 *
 * @param checks how many times its check was run
 * @param hints number of the last hint given, by expectation
 * @param predictions letter predicted, by question
 * @param outcomes letter the cluster showed, by question
 */
public record StepProgress(
    boolean begun,
    boolean passed,
    int checks,
    boolean solutionSeen,
    Map<String, Integer> hints,
    Map<String, String> predictions,
    Map<String, String> outcomes) {

  static final StepProgress NONE =
      new StepProgress(false, false, 0, false, Map.of(), Map.of(), Map.of());

  public StepProgress {
    hints = Map.copyOf(hints);
    predictions = Map.copyOf(predictions);
    outcomes = Map.copyOf(outcomes);
  }

  public StepProgress begin() {
    return new StepProgress(true, passed, checks, solutionSeen, hints, predictions, outcomes);
  }

  /** Records a check; a step that passed once stays passed. */
  public StepProgress checked(boolean nowPassed) {
    return new StepProgress(
        begun, passed || nowPassed, checks + 1, solutionSeen, hints, predictions, outcomes);
  }

  public StepProgress sawSolution() {
    return new StepProgress(begun, passed, checks, true, hints, predictions, outcomes);
  }

  public StepProgress hinted(String expectation, int grade) {
    return new StepProgress(
        begun,
        passed,
        checks,
        solutionSeen,
        plus(hints, expectation, grade),
        predictions,
        outcomes);
  }

  public StepProgress predicted(String question, String letter) {
    return new StepProgress(
        begun, passed, checks, solutionSeen, hints, plus(predictions, question, letter), outcomes);
  }

  public StepProgress observed(String question, String letter) {
    return new StepProgress(
        begun, passed, checks, solutionSeen, hints, predictions, plus(outcomes, question, letter));
  }

  /** The number of predictions that came true, of those that were compared. */
  public long predictionsRight() {
    return outcomes.entrySet().stream()
        .filter(outcome -> outcome.getValue().equals(predictions.get(outcome.getKey())))
        .count();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("begun", begun);
    json.put("passed", passed);
    json.put("checks", checks);
    json.put("solutionSeen", solutionSeen);
    json.put("hints", new TreeMap<>(hints));
    json.put("predictions", new TreeMap<>(predictions));
    json.put("outcomes", new TreeMap<>(outcomes));
    return json;
  }

  static StepProgress of(Json json) {
    Map<String, Integer> hints = new TreeMap<>();
    json.fields("/hints").forEach((name, grade) -> hints.put(name, Integer.valueOf(grade)));
    return new StepProgress(
        json.flag("/begun"),
        json.flag("/passed"),
        json.number("/checks"),
        json.flag("/solutionSeen"),
        hints,
        json.fields("/predictions"),
        json.fields("/outcomes"));
  }

  private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
    Map<String, V> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }
}
