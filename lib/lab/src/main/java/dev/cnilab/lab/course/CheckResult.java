package dev.cnilab.lab.course;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Map;

/** The state of a step: each expectation with its finding. */
public record CheckResult(String step, List<Line> lines) implements Tabular {

  /** The MIME type that a headless run reads. */
  private static final String MIME = "application/vnd.cnilab.check+json";

  /** An expectation and its finding. */
  public record Line(String expectation, Finding finding) {

    boolean isMissed(String name) {
      return expectation.equals(name) && !finding.met();
    }
  }

  public CheckResult {
    lines = List.copyOf(lines);
  }

  public boolean passed() {
    return lines.stream().allMatch(line -> line.finding().met());
  }

  @Override
  public View view() {
    long met = lines.stream().filter(line -> line.finding().met()).count();
    View view =
        View.empty()
            .grid(
                "Check of step " + step,
                List.of("expected", "result", "found", "look next"),
                lines,
                line ->
                    List.of(
                        Cell.of(line.expectation()),
                        line.finding().met() ? Cell.good("met") : Cell.bad("not yet"),
                        Cell.of(line.finding().found()),
                        Cell.of(line.finding().next())));
    return passed()
        ? view.note(Tone.GOOD, "Every expectation is met. Step " + step + " is done.")
        : view.note(
            Tone.BAD,
            "Expectations met: %d of %d. `hint(\"%s\")` helps with the first that is not."
                .formatted(met, lines.size(), step));
  }

  @Override
  public Map<String, Object> data() {
    return Map.of(
        MIME,
        lines.stream()
            .map(
                line ->
                    Map.of(
                        "step", step,
                        "expectation", line.expectation(),
                        "passed", line.finding().met(),
                        "found", line.finding().found(),
                        "next", line.finding().next()))
            .toList());
  }
}
