package dev.cnilab.lab.oncall;

import dev.cnilab.lab.oncall.incident.Choices;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Prepared;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The message to the person on call, and the possible answers.
 *
 * @param kubeconfig the file with which a terminal reaches the cluster
 */
public record Page(Incident incident, String report, Choices choices, String kubeconfig)
    implements Shown {

  /** The page of an incident that has begun. */
  public static Page of(Handling handling) {
    Prepared prepared = handling.here().prepared();
    return new Page(
        prepared.incident(),
        prepared.fault().report(),
        handling.choices(),
        prepared.further().write().toString());
  }

  @Override
  public View view() {
    return View.empty()
        .note(Tone.WARNING, "\"" + report + "\"")
        .grid(
            "Incident %d, on a cluster of its own".formatted(incident.seed()),
            List.of("", "what", "where"),
            IntStream.range(0, Math.max(choices.what().size(), choices.where().size()))
                .boxed()
                .toList(),
            row ->
                List.of(
                    Cell.of(String.valueOf((char) ('a' + row))),
                    Cell.of(row < choices.what().size() ? choices.what().get(row) : ""),
                    Cell.of(row < choices.where().size() ? choices.where().get(row) : "")))
        .printed("# in a terminal", "export KUBECONFIG=" + kubeconfig);
  }
}
