package dev.cnilab.lab.progress;

import dev.cnilab.lab.client.message.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The progress in each step, by the step's number. */
public record Progress(Map<String, StepProgress> steps) {

  static final Progress NONE = new Progress(Map.of());

  public Progress {
    steps = Map.copyOf(steps);
  }

  public StepProgress step(String number) {
    return steps.getOrDefault(number, StepProgress.NONE);
  }

  Progress with(String number, UnaryOperator<StepProgress> change) {
    Map<String, StepProgress> changed = new TreeMap<>(steps);
    changed.put(number, change.apply(step(number)));
    return new Progress(changed);
  }

  String toJson() {
    Map<String, Object> each = new TreeMap<>();
    steps.forEach((number, step) -> each.put(number, step.toJson()));
    return Json.of(Map.of("steps", each)).indented() + "\n";
  }

  /**
   * Parses a progress file.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static Progress parse(String text) {
    Json json = Json.parse(text).at("/steps");
    if (!json.isObject()) {
      throw new IllegalArgumentException("no steps in it");
    }
    Map<String, StepProgress> steps = new TreeMap<>();
    for (String number : json.keys()) {
      Json step = json.at("/" + number);
      if (!step.isObject()) {
        throw new IllegalArgumentException("step " + number + " is " + step);
      }
      steps.put(number, StepProgress.of(step));
    }
    return new Progress(steps);
  }
}
